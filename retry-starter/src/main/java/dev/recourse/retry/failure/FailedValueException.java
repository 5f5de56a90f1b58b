package dev.recourse.retry.failure;

/** Stands for a failure that a method returned as a value, such as a {@code ResponseEntity} with the status 429. */
public final class FailedValueException extends RuntimeException {

    private final transient Object value;

    FailedValueException(Object value, int status) {
        super("The call returned a response with the status " + status, null, false, false);
        this.value = value;
    }

    /** Returns the value, which the caller gets in the end. */
    public Object value() {
        return value;
    }
}
