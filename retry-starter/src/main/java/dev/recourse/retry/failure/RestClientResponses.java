package dev.recourse.retry.failure;

import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClientResponseException;

/** Reads the response out of an exception of RestClient, RestTemplate and HTTP service interfaces. */
final class RestClientResponses {

    private RestClientResponses() {}

    static Response of(Throwable exception) {
        RestClientResponseException failed = (RestClientResponseException) exception;
        HttpHeaders headers = Objects.requireNonNullElse(failed.getResponseHeaders(), HttpHeaders.EMPTY);
        return new ReceivedResponse(
                failed.getStatusCode().value(), headers::getOrEmpty, failed.getResponseBodyAsByteArray());
    }
}
