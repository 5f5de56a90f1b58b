package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import feign.FeignException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the response out of an exception of Feign. */
final class FeignResponses {

    private FeignResponses() {}

    static @Nullable FailedResponse of(Throwable exception) {
        FeignException failed = (FeignException) exception;
        // The default ErrorDecoder wraps a response with Retry-After in a RetryableException without headers and body.
        if (failed.status() <= 0 || failed.getCause() instanceof FeignException) {
            return null;
        }
        return FailedResponse.of(
                failed.status(),
                failed.responseHeaders(),
                ReceivedBody.bytes(failed.responseBody(), List.of()),
                failed.hasRequest() ? failed.request().httpMethod().name() : null);
    }
}
