package dev.recourse.retry.failure;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the HTTP method of the failed request in the exceptions of the client libraries. */
final class RequestMethods {

    private RequestMethods() {}

    /** Returns what the outermost exception says that knows, or null if none does. */
    static @Nullable String of(Throwable exception) {
        for (Throwable link : CauseChain.of(exception)) {
            String method = quietly(RequestMethods::ofLink, link);
            if (method != null) {
                return method;
            }
        }
        return null;
    }

    private static @Nullable String ofLink(Throwable exception) {
        return of(exception, exception.getClass());
    }

    private static @Nullable String of(Throwable exception, Class<?> type) {
        // By name, so that the reader for a library is loaded only after the library itself has thrown.
        return switch (type.getName()) {
            case "org.springframework.web.client.ResourceAccessException" -> RestClientMethods.ofIoFailure(exception);
            case "org.springframework.web.client.RestClientResponseException" ->
                RestClientMethods.ofResponse(exception);
            case "org.springframework.web.reactive.function.client.WebClientRequestException" ->
                WebClientMethods.ofIoFailure(exception);
            case "org.springframework.web.reactive.function.client.WebClientResponseException" ->
                WebClientMethods.ofResponse(exception);
            case "feign.FeignException" -> FeignMethods.of(exception);
            case "java.lang.Throwable" -> null;
            default -> of(exception, type.getSuperclass());
        };
    }

    private static @Nullable String quietly(Function<Throwable, @Nullable String> reader, Throwable link) {
        try {
            return reader.apply(link);
        } catch (Throwable ex) {
            return null;
        }
    }
}
