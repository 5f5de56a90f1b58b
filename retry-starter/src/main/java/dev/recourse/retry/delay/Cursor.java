package dev.recourse.retry.delay;

import java.util.function.IntPredicate;

/** A place in the text of a rule, that moves forward as the text is read. */
final class Cursor {

    private final String kind;

    private final String text;

    private final int end;

    private int position;

    /** @param kind what the text should be, for an error message: {@code rule} */
    Cursor(String kind, String text, int start, int end) {
        this.kind = kind;
        this.text = text;
        this.position = start;
        this.end = end;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position == end;
    }

    boolean isAt(char c) {
        return position < end && text.charAt(position) == c;
    }

    /** Moves on behind the character, given in lower case, if it is here in either case. */
    boolean accept(char c) {
        boolean here = position < end && Character.toLowerCase(text.charAt(position)) == c;
        position += here ? 1 : 0;
        return here;
    }

    /** Moves on over all such characters, and returns them. */
    String take(IntPredicate such) {
        return take(such, end);
    }

    /** Moves on over such characters, but no more than a number of them, and returns them. */
    String take(IntPredicate such, int most) {
        int start = position;
        while (position < end && position - start < most && such.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    void skipBlanks() {
        take(Character::isWhitespace);
    }

    RuleSyntaxException error(int at, String problem) {
        return new RuleSyntaxException(kind, text, at, problem);
    }
}
