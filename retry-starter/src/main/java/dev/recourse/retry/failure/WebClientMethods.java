package dev.recourse.retry.failure;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Reads the HTTP method out of the exceptions of WebClient. */
final class WebClientMethods {

    private WebClientMethods() {}

    static String ofIoFailure(Throwable exception) {
        return ((WebClientRequestException) exception).getMethod().name();
    }

    static @Nullable String ofResponse(Throwable exception) {
        HttpRequest request = ((WebClientResponseException) exception).getRequest();
        return request == null ? null : request.getMethod().name();
    }
}
