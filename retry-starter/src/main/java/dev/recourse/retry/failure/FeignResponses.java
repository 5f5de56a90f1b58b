package dev.recourse.retry.failure;

import feign.FeignException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the response out of an exception of Feign. */
final class FeignResponses {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private FeignResponses() {}

    static @Nullable Response of(Throwable exception) {
        FeignException failed = (FeignException) exception;
        // The default ErrorDecoder wraps a response with Retry-After in a RetryableException without headers and body.
        if (failed.status() <= 0 || failed.getCause() instanceof FeignException) {
            return null;
        }
        Map<String, Collection<String>> headers = failed.responseHeaders();
        return new ReceivedResponse(failed.status(), name -> headers.getOrDefault(name, List.of()), body(failed));
    }

    private static byte[] body(FeignException failed) {
        ByteBuffer kept = failed.responseBody().orElse(EMPTY).duplicate();
        byte[] body = new byte[kept.remaining()];
        kept.get(body);
        return body;
    }
}
