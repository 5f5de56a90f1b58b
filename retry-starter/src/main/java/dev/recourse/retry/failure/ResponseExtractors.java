package dev.recourse.retry.failure;

import org.jspecify.annotations.Nullable;

/** Finds the response in the exceptions of the client libraries, none of which needs to be there. */
final class ResponseExtractors {

    private ResponseExtractors() {}

    /** Returns the response that this very exception reports, whatever its causes. */
    static @Nullable Response of(Throwable exception) {
        return of(exception, exception.getClass());
    }

    private static @Nullable Response of(Throwable exception, Class<?> type) {
        // By name, so that the reader for a library is loaded only after the library itself has thrown.
        return switch (type.getName()) {
            case "org.springframework.web.client.RestClientResponseException" -> RestClientResponses.of(exception);
            case "org.springframework.web.reactive.function.client.WebClientResponseException" ->
                WebClientResponses.of(exception);
            case "feign.FeignException" -> FeignResponses.of(exception);
            case "java.lang.Throwable" -> null;
            default -> of(exception, type.getSuperclass());
        };
    }
}
