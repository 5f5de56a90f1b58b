package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import java.util.List;

/** Stands for a failure that a method returned as a value, such as a {@code ResponseEntity} with the status 429. */
public final class FailedValueException extends RuntimeException {

    private final transient Object value;
    private final transient FailedResponse response;

    FailedValueException(Object value, FailedResponse response) {
        super("The call returned a response with the status " + response.status(), null, false, false);
        this.value = value;
        this.response = response;
    }

    /** Returns the value, which the caller gets in the end. */
    public Object value() {
        return value;
    }

    FailedResponse response() {
        return response;
    }

    /** Returns what the value reports, and no exception type: nobody has thrown one. */
    Failure failure() {
        return new Failure(this, List.of(), response, null, response.method());
    }
}
