package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import org.springframework.http.HttpRequest;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Reads the response out of an exception of WebClient. */
final class WebClientResponses {

    private WebClientResponses() {}

    static FailedResponse of(Throwable exception) {
        WebClientResponseException failed = (WebClientResponseException) exception;
        HttpRequest request = failed.getRequest();
        return new SpringResponse(
                failed.getStatusCode(),
                failed.getHeaders(),
                failed.getResponseBodyAsByteArray(),
                request == null ? null : request.getMethod().name());
    }
}
