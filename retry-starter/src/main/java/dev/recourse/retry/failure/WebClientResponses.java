package dev.recourse.retry.failure;

import org.springframework.web.reactive.function.client.WebClientResponseException;

/** Reads the response out of an exception of WebClient. */
final class WebClientResponses {

    private WebClientResponses() {}

    static Response of(Throwable exception) {
        WebClientResponseException failed = (WebClientResponseException) exception;
        return new ReceivedResponse(
                failed.getStatusCode().value(), failed.getHeaders()::getOrEmpty, failed.getResponseBodyAsByteArray());
    }
}
