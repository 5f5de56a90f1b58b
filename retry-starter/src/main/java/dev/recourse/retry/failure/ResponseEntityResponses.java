package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Reads the response that a method returned as a {@code ResponseEntity}. */
final class ResponseEntityResponses {

    private ResponseEntityResponses() {}

    /** Returns the response, null if it is one of a success. */
    static @Nullable FailedResponse of(Object value) {
        ResponseEntity<?> entity = (ResponseEntity<?>) value;
        if (entity.getStatusCode().is2xxSuccessful()) {
            return null;
        }
        return new SpringResponse(entity.getStatusCode(), entity.getHeaders(), body(entity), null);
    }

    private static byte @Nullable [] body(ResponseEntity<?> entity) {
        // Any other body has been converted to an object, or is a stream that the caller wants to read.
        return ReceivedBody.bytes(entity.getBody(), entity.getHeaders().getOrEmpty("Content-Type"));
    }
}
