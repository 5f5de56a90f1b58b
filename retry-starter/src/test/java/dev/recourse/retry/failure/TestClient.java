package dev.recourse.retry.failure;

import feign.Feign;
import feign.Request;
import feign.RequestLine;
import feign.Retryer;
import java.time.Duration;
import java.util.function.Function;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

/** The HTTP clients that users have, those of Spring as Boot builds them, all with short timeouts. */
enum TestClient {
    REST_CLIENT_ON_JDK,
    REST_CLIENT_ON_HTTP_COMPONENTS,
    REST_CLIENT_ON_JETTY,
    REST_CLIENT_ON_HTTP_URL_CONNECTION,
    REST_CLIENT_ON_REACTOR_NETTY,
    REST_TEMPLATE_ON_JDK,
    REST_TEMPLATE_ON_HTTP_COMPONENTS,
    REST_TEMPLATE_ON_JETTY,
    REST_TEMPLATE_ON_HTTP_URL_CONNECTION,
    REST_TEMPLATE_ON_REACTOR_NETTY,
    WEB_CLIENT_ON_REACTOR_NETTY,
    FEIGN;

    private static final HttpClientSettings PATIENT =
            HttpClientSettings.defaults().withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(20));

    /** Gets the text at a URL, with plenty of time. */
    String get(String url) {
        return exchange(url, null, PATIENT);
    }

    /** Posts a text to a URL, with plenty of time. */
    String post(String url, String body) {
        return exchange(url, body, PATIENT);
    }

    /** Gets the text at a URL, unless no connection comes about in a moment. */
    String getUnlessConnectingTakesLong(String url) {
        // The JDK client reports its connect timeout only where that is the shorter one, and so may Jetty under load.
        return exchange(url, null, PATIENT.withConnectTimeout(Duration.ofMillis(100)));
    }

    /** Gets the text at a URL, unless nothing is to be read for a moment. */
    String getUnlessReadingTakesLong(String url) {
        return exchange(url, null, PATIENT.withReadTimeout(Duration.ofMillis(200)));
    }

    private String exchange(String url, @Nullable String body, HttpClientSettings settings) {
        return switch (this) {
            case REST_CLIENT_ON_JDK -> restClient(ClientHttpRequestFactoryBuilder.jdk(), settings, url, body);
            case REST_CLIENT_ON_HTTP_COMPONENTS -> restClient(httpComponents(), settings, url, body);
            case REST_CLIENT_ON_JETTY -> restClient(ClientHttpRequestFactoryBuilder.jetty(), settings, url, body);
            case REST_CLIENT_ON_HTTP_URL_CONNECTION ->
                restClient(ClientHttpRequestFactoryBuilder.simple(), settings, url, body);
            case REST_CLIENT_ON_REACTOR_NETTY ->
                restClient(ClientHttpRequestFactoryBuilder.reactor(), settings, url, body);
            case REST_TEMPLATE_ON_JDK -> restTemplate(ClientHttpRequestFactoryBuilder.jdk(), settings, url, body);
            case REST_TEMPLATE_ON_HTTP_COMPONENTS -> restTemplate(httpComponents(), settings, url, body);
            case REST_TEMPLATE_ON_JETTY -> restTemplate(ClientHttpRequestFactoryBuilder.jetty(), settings, url, body);
            case REST_TEMPLATE_ON_HTTP_URL_CONNECTION ->
                restTemplate(ClientHttpRequestFactoryBuilder.simple(), settings, url, body);
            case REST_TEMPLATE_ON_REACTOR_NETTY ->
                restTemplate(ClientHttpRequestFactoryBuilder.reactor(), settings, url, body);
            case WEB_CLIENT_ON_REACTOR_NETTY -> webClient(settings, url, body);
            case FEIGN -> feign(settings, url, body);
        };
    }

    private static ClientHttpRequestFactoryBuilder<?> httpComponents() {
        return ClientHttpRequestFactoryBuilder.httpComponents()
                .withHttpClientCustomizer(HttpClientBuilder::disableAutomaticRetries);
    }

    private static String restClient(
            ClientHttpRequestFactoryBuilder<?> builder,
            HttpClientSettings settings,
            String url,
            @Nullable String body) {
        return with(
                builder.build(settings),
                factory -> restClient(
                                RestClient.builder().requestFactory(factory).build(), url, body)
                        .retrieve()
                        .body(String.class));
    }

    private static RequestHeadersSpec<?> restClient(RestClient client, String url, @Nullable String body) {
        return body == null ? client.get().uri(url) : client.post().uri(url).body(body);
    }

    private static String restTemplate(
            ClientHttpRequestFactoryBuilder<?> builder,
            HttpClientSettings settings,
            String url,
            @Nullable String body) {
        return with(
                builder.build(settings),
                factory -> body == null
                        ? new RestTemplate(factory).getForObject(url, String.class)
                        : new RestTemplate(factory).postForObject(url, body, String.class));
    }

    private static String with(ClientHttpRequestFactory factory, Function<ClientHttpRequestFactory, String> call) {
        try {
            return call.apply(factory);
        } finally {
            destroy(factory);
        }
    }

    private static void destroy(ClientHttpRequestFactory factory) {
        if (factory instanceof DisposableBean disposable) {
            try {
                disposable.destroy();
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        }
    }

    private static String webClient(HttpClientSettings settings, String url, @Nullable String body) {
        WebClient client = WebClient.builder()
                .clientConnector(ClientHttpConnectorBuilder.reactor().build(settings))
                .build();
        return (body == null ? client.get().uri(url) : client.post().uri(url).bodyValue(body))
                .retrieve()
                .bodyToMono(String.class)
                .block();
    }

    private static String feign(HttpClientSettings settings, String url, @Nullable String body) {
        FeignApi api = Feign.builder()
                .options(new Request.Options(settings.connectTimeout(), settings.readTimeout(), true))
                .retryer(Retryer.NEVER_RETRY)
                .target(FeignApi.class, url);
        return body == null ? api.get() : api.post(body);
    }

    private interface FeignApi {

        @RequestLine("GET /")
        String get();

        @RequestLine("POST /")
        String post(String body);
    }
}
