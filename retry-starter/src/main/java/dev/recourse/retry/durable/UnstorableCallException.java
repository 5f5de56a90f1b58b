package dev.recourse.retry.durable;

import org.jspecify.annotations.Nullable;

/** A call cannot be stored so that it comes back. */
final class UnstorableCallException extends RuntimeException {

    UnstorableCallException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
