package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import org.jspecify.annotations.Nullable;

/** Finds the response in the exceptions and values of the client libraries, none of which needs to be there. */
final class LibraryResponses {

    private LibraryResponses() {}

    /** Returns the response that this very exception reports, whatever its causes. */
    static @Nullable FailedResponse of(Throwable exception) {
        return of(exception, exception.getClass());
    }

    private static @Nullable FailedResponse of(Throwable exception, Class<?> type) {
        // By name, so that the reader for a library is loaded only after the library itself has thrown.
        return switch (type.getName()) {
            case "org.springframework.web.client.RestClientResponseException" -> RestClientResponses.of(exception);
            case "org.springframework.web.reactive.function.client.WebClientResponseException" ->
                WebClientResponses.of(exception);
            case "feign.FeignException" -> FeignResponses.of(exception);
            case "java.lang.Throwable" -> AccessorResponses.of(exception);
            default -> of(exception, type.getSuperclass());
        };
    }

    /** Returns the response that this value is, or null if it is something else, or a success. */
    static @Nullable FailedResponse ofValue(Object value) {
        for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("org.springframework.http.ResponseEntity")) {
                return ResponseEntityResponses.of(value);
            }
        }
        return null;
    }
}
