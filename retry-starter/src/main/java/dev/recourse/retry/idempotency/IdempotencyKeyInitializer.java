package dev.recourse.retry.idempotency;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Puts the key of the call on requests of RestClient and RestTemplate that have none.
 *
 * <p>It is no interceptor, which would make Spring hold the whole body of every request in memory.
 */
public final class IdempotencyKeyInitializer implements ClientHttpRequestInitializer {

    /** Looks at each request after all of its headers are set. */
    public void addTo(RestClient.Builder builder) {
        builder.defaultRequest(request -> request.httpRequest(this::initialize));
    }

    /** Looks at each request before the headers of its entity are set, which replace what was there. */
    public void addTo(RestTemplate template) {
        template.getClientHttpRequestInitializers().add(this);
    }

    @Override
    public void initialize(ClientHttpRequest request) {
        IdempotencyKey key = IdempotencyKey.bound();
        HttpHeaders headers = request.getHeaders();
        if (key != null && !headers.containsHeader(IdempotencyKey.HEADER)) {
            headers.set(IdempotencyKey.HEADER, key.value());
        }
    }
}
