package dev.recourse.retry.failure;

import feign.FeignException;
import feign.RetryableException;
import org.jspecify.annotations.Nullable;

/** Reads the HTTP method out of the exceptions of Feign. */
final class FeignMethods {

    private FeignMethods() {}

    static @Nullable String of(Throwable exception) {
        if (exception instanceof RetryableException retryable && retryable.method() != null) {
            return retryable.method().name();
        }
        FeignException failed = (FeignException) exception;
        return failed.hasRequest() ? failed.request().httpMethod().name() : null;
    }
}
