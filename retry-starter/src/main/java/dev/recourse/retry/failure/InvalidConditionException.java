package dev.recourse.retry.failure;

/** Thrown for a named condition that describes no test; the message says what is wrong, and what would be right. */
public final class InvalidConditionException extends IllegalArgumentException {

    private final String part;

    private final String value;

    InvalidConditionException(String part, String value, String problem) {
        super(problem);
        this.part = part;
        this.value = value;
    }

    /** Returns the part that is wrong: {@code status}, {@code body}, {@code header}, {@code matches}; else an empty text. */
    public String part() {
        return part;
    }

    /** Returns the part as it was configured. */
    public String value() {
        return value;
    }
}
