package dev.recourse.retry.delay;

/** Thrown for a text that is no rule, or no duration; the message says what is wrong, and what would be right. */
public final class RuleSyntaxException extends IllegalArgumentException {

    private final int position;

    RuleSyntaxException(String kind, String text, int position, String problem) {
        super("'" + text + "' is not a " + kind + ": " + problem + " (at position " + position + ")");
        this.position = position;
    }

    /** Returns where in the text, from 0 to its length. */
    public int position() {
        return position;
    }
}
