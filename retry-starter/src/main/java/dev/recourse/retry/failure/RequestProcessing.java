package dev.recourse.retry.failure;

import java.util.Set;

/** Tells whether the server may have processed the request of a failed call. */
final class RequestProcessing {

    /** Base types of the exceptions that a client throws while it works on a request, at an unknown point of it. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "java.io.IOException",
            "org.springframework.web.client.RestClientException",
            "org.springframework.web.reactive.function.client.WebClientException",
            "org.springframework.core.codec.CodecException",
            "feign.FeignException");

    private RequestProcessing() {}

    static boolean isPossible(Failure failure) {
        if (failure.response() != null) {
            return failure.response().status() / 100 != 4;
        }
        if (failure.io() != null) {
            return !failure.io().isUnprocessed();
        }
        return CauseChain.of(failure.exception()).stream().anyMatch(link -> isOfClient(link.getClass()));
    }

    private static boolean isOfClient(Class<?> type) {
        return type != Throwable.class && (OF_CLIENTS.contains(type.getName()) || isOfClient(type.getSuperclass()));
    }
}
