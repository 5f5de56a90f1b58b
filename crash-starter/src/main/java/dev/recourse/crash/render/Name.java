package dev.recourse.crash.render;

/**
 * A name in a text, with what stands around it.
 *
 * @param text in which it stands
 * @param start of it
 * @param end of it
 * @param word that it is
 * @param previous place of the word before it, which may be a part of it: {@code api key}
 * @param operator that follows
 */
record Name(CharSequence text, int start, int end, String word, Span previous, Operator operator) {

    private static final int LONGEST_PREVIOUS = 50;

    /** Returns the same name as if it stood right before its value, behind other words. */
    Name movedTo(int value) {
        return new Name(text, value, value, word, previous, operator);
    }

    char before() {
        return Chars.at(text, start - 1);
    }

    String previousWord() {
        return Chars.text(text, previousStart(), previous.to());
    }

    /** Returns the name with the word before it. */
    String phrase() {
        return Chars.text(text, previousStart(), end);
    }

    /** Returns whether only a blank stands between the word before and the name. */
    boolean followsWord() {
        return isNextToPrevious() && Chars.isBlank(text.charAt(previous.to()));
    }

    boolean isOption() {
        return isOption(start);
    }

    /** Returns whether an option stands before the name: {@code -e PASSWORD=...}, {@code --set=password=...}. */
    boolean isOfOption() {
        return isNextToPrevious() && " =".indexOf(text.charAt(previous.to())) >= 0 && isOption(previous.from());
    }

    private boolean isNextToPrevious() {
        return previous.to() > previous.from() && start - previous.to() == 1;
    }

    private boolean isOption(int at) {
        return text.charAt(at) == '-' && !Chars.isWord(Chars.at(text, at - 1));
    }

    private int previousStart() {
        return Math.max(previous.from(), previous.to() - LONGEST_PREVIOUS);
    }
}
