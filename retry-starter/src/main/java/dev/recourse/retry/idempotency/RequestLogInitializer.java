package dev.recourse.retry.idempotency;

import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestInitializer;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Takes note of the requests of RestClient and RestTemplate. */
public final class RequestLogInitializer implements ClientHttpRequestInitializer {

    public void addTo(RestClient.Builder builder) {
        builder.requestInitializer(this);
    }

    public void addTo(RestTemplate template) {
        template.getClientHttpRequestInitializers().add(this);
    }

    @Override
    public void initialize(ClientHttpRequest request) {
        RequestLog.noteInThread(request.getMethod().name());
    }
}
