package dev.recourse.retry.failure;

import java.util.regex.Pattern;

/**
 * A regular expression that is found in a text within a bounded number of steps.
 *
 * <p>A server chooses the text, and some patterns need exponential time for some texts. The pattern reads the text
 * character by character; once it has read {@value #MOST_READS} of them, it counts as not found. That takes some
 * milliseconds, whatever the machine.
 */
record BoundedPattern(Pattern pattern) implements NamedCondition.TextTest {

    private static final int MOST_READS = 2_000_000;

    @Override
    public boolean test(String value) {
        try {
            return pattern.matcher(new CountedText(value, new int[1], 0, value.length()))
                    .find();
        } catch (TooManyReadsException | StackOverflowError ex) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "matches: '" + pattern + "'";
    }

    /** Counts how often its characters are read. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares texts
    private record CountedText(String text, int[] reads, int start, int end) implements CharSequence {

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            if (++reads[0] > MOST_READS) {
                throw new TooManyReadsException();
            }
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new CountedText(text, reads, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }

    /** Ends a search. */
    private static final class TooManyReadsException extends RuntimeException {

        TooManyReadsException() {
            super(null, null, false, false);
        }
    }
}
