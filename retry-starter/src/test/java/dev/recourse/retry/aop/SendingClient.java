package dev.recourse.retry.aop;

import dev.recourse.retry.idempotency.IdempotencyKeyInterceptor;
import dev.recourse.retry.idempotency.RequestLogInterceptor;
import feign.Feign;
import feign.Request;
import feign.RequestLine;
import feign.Retryer;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The clients of an application, as Spring Boot builds them, on each library that sends for them. */
enum SendingClient {
    REST_CLIENT_ON_JDK("jdk"),
    REST_CLIENT_ON_HTTP_COMPONENTS("http-components"),
    REST_CLIENT_ON_JETTY("jetty"),
    REST_CLIENT_ON_HTTP_URL_CONNECTION("simple"),
    REST_CLIENT_ON_REACTOR_NETTY("reactor"),
    REST_TEMPLATE_ON_JDK("jdk"),
    REST_TEMPLATE_ON_HTTP_COMPONENTS("http-components"),
    REST_TEMPLATE_ON_JETTY("jetty"),
    REST_TEMPLATE_ON_HTTP_URL_CONNECTION("simple"),
    REST_TEMPLATE_ON_REACTOR_NETTY("reactor"),
    WEB_CLIENT_ON_REACTOR_NETTY("reactor"),
    FEIGN("simple");

    private final String library;

    SendingClient(String library) {
        this.library = library;
    }

    boolean isRestClient() {
        return name().startsWith("REST_CLIENT");
    }

    boolean isRestTemplate() {
        return name().startsWith("REST_TEMPLATE");
    }

    /** Adds what Spring Boot builds this client of, which waits so long for an answer. */
    ApplicationContextRunner on(ApplicationContextRunner runner, Duration patience) {
        return runner.withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        ReactiveHttpClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class,
                        WebClientAutoConfiguration.class))
                .withPropertyValues(
                        "spring.http.clients.imperative.factory=" + library,
                        "spring.http.clients.reactive.connector=reactor",
                        "spring.http.clients.connect-timeout=10s",
                        "spring.http.clients.read-timeout=" + patience.toMillis() + "ms");
    }

    /** Sends one request and returns the body of its answer. */
    String send(ApplicationContext context, HttpMethod method, String url) {
        if (isRestClient()) {
            return context.getBean(RestClient.Builder.class)
                    .build()
                    .method(method)
                    .uri(url)
                    .retrieve()
                    .body(String.class);
        }
        if (isRestTemplate()) {
            return context.getBean(RestTemplateBuilder.class)
                    .build()
                    .exchange(new RequestEntity<>(method, URI.create(url)), String.class)
                    .getBody();
        }
        return this == FEIGN
                ? feign(context, method, url)
                : webClient(context, method, url).block();
    }

    static Mono<String> webClient(ApplicationContext context, HttpMethod method, String url) {
        return context.getBean(WebClient.Builder.class)
                .build()
                .method(method)
                .uri(url)
                .retrieve()
                .bodyToMono(String.class);
    }

    private static @Nullable String feign(ApplicationContext context, HttpMethod method, String url) {
        Duration patience = DurationStyle.detectAndParse(
                context.getEnvironment().getRequiredProperty("spring.http.clients.read-timeout"));
        FeignApi api = Feign.builder()
                .options(new Request.Options(Duration.ofSeconds(10), patience, true))
                .retryer(Retryer.NEVER_RETRY)
                .requestInterceptor(context.getBean(RequestLogInterceptor.class))
                .requestInterceptor(context.getBean(IdempotencyKeyInterceptor.class))
                .target(FeignApi.class, url);
        return method.equals(HttpMethod.GET) ? api.get() : api.post("an order");
    }

    interface FeignApi {

        @RequestLine("GET /")
        String get();

        @RequestLine("POST /")
        String post(String body);
    }
}
