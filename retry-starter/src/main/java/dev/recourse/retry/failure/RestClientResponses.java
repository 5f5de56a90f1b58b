package dev.recourse.retry.failure;

import dev.recourse.retry.FailedResponse;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClientResponseException;

/** Reads the response out of an exception of RestClient, RestTemplate and HTTP service interfaces. */
final class RestClientResponses {

    private RestClientResponses() {}

    static FailedResponse of(Throwable exception) {
        RestClientResponseException failed = (RestClientResponseException) exception;
        HttpStatusCode status = failed.getStatusCode();
        return new SpringResponse(
                status,
                failed.getResponseHeaders(),
                failed.getResponseBodyAsByteArray(),
                RequestMethod.inMessage(failed, status.value() + " " + failed.getStatusText() + " on "));
    }
}
