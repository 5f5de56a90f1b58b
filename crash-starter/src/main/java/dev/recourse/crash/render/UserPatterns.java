package dev.recourse.crash.render;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what matches the patterns of {@code redact.values}. Nobody knows how long they take: a pattern that reads too many
 * characters of a text for its time limit, or too deep for the stack, hides the whole text.
 */
final class UserPatterns implements SecretFinder {

    /** About 50 ms. Patterns that look at each character a hundred times need a third of it for the longest text. */
    private static final int MOST_READS = 5_000_000;

    private final List<Pattern> patterns;

    UserPatterns(List<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
    }

    @Override
    public void find(CharSequence text, Marks marks) {
        for (Pattern pattern : patterns) {
            try {
                Matcher matcher = pattern.matcher(new Metered(text));
                while (matcher.find()) {
                    marks.hide(matcher.start(), matcher.end());
                }
            } catch (TooManyReads | StackOverflowError ex) {
                marks.hide(0, text.length());
            }
        }
    }

    /** A text that can be read so often only. A thread that runs a pattern cannot be stopped in another way. */
    private static final class Metered implements CharSequence {

        private final CharSequence text;

        private int left = MOST_READS;

        Metered(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (left-- <= 0) {
                throw new TooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class TooManyReads extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooManyReads() {
            super("A pattern takes too long", null, false, false);
        }
    }
}
