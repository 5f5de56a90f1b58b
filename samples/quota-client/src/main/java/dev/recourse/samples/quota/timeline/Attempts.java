package dev.recourse.samples.quota.timeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.util.StreamUtils;
import org.springframework.web.client.RestClient;

/** Puts each request that a client sends on the time line, with its answer. */
@Component
final class Attempts implements RestClientCustomizer, ClientHttpRequestInterceptor {

    private final Timeline timeline;

    Attempts(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public void customize(RestClient.Builder builder) {
        // Buffered, a body can be read here and once more by the client.
        builder.requestInterceptor(this).bufferContent((uri, method) -> true);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        Duration sent = timeline.elapsed();
        String call = request.getMethod() + " " + request.getURI().getPath();
        try {
            ClientHttpResponse response = execution.execute(request, body);
            timeline.answered(sent, call, response.getStatusCode().value(), said(response));
            return response;
        } catch (IOException ex) {
            timeline.unanswered(sent, call, ex);
            throw ex;
        }
    }

    private static String said(ClientHttpResponse response) throws IOException {
        String retryAfter = response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        return retryAfter != null
                ? "Retry-After: " + retryAfter
                : StreamUtils.copyToString(response.getBody(), StandardCharsets.UTF_8);
    }
}
