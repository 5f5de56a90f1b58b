package dev.recourse.retry.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jobrunr.spring.autoconfigure.JobRunrAutoConfiguration;
import org.jobrunr.spring.autoconfigure.storage.JobRunrSqlStorageAutoConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stored calls as an operator sees them: over HTTP, and as meters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredCallsEndpointTests {

    private final HttpClient http = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    @BeforeAll
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.datasource.url=jdbc:h2:mem:endpoint;DB_CLOSE_DELAY=-1",
                        "management.endpoints.web.exposure.include=retryonstatus",
                        "db-scheduler.heartbeat-interval=10s",
                        "recourse.retry.clients.shop.durable=true")
                .run();
    }

    @AfterAll
    void close() {
        context.close();
    }

    @BeforeEach
    void clear() {
        context.getBean(JdbcTemplate.class).update("delete from scheduled_tasks");
        context.getBean(Shop.class).calls().set(0);
    }

    @Test
    void storedWhenACallWaitsIsShownWithoutItsArguments() throws Exception {
        context.getBean(Shop.class).submit("hunter2", Duration.ofHours(1));
        JsonNode overview = json(send("GET", "").body());
        assertThat(overview.get("takeover").asString()).isEqualTo("1m20s");
        JsonNode call = overview.at("/stored/0");
        assertThat(call.get("id").asString()).startsWith("shop-");
        assertThat(call.get("call").asString()).contains("Shop.submit(");
        assertThat(call.get("state").asString()).isEqualTo("waiting");
        assertThat(call.get("attempt").asInt()).isEqualTo(1);
        assertThat(Instant.parse(call.get("notBefore").asString()))
                .isAfter(Instant.now().plusSeconds(1800));
        assertThat(call.get("failure").asString()).isEqualTo("java.lang.IllegalStateException");
        assertThat(overview.toString()).doesNotContain("hunter2").doesNotContain("no luck");
    }

    @Test
    void storedWhenItIsParkedIsRunAgainWithAllOfItsRetries() throws Exception {
        Shop shop = context.getBean(Shop.class);
        shop.submit("fails", Duration.ofMillis(1));
        await().until(() ->
                json(send("GET", "").body()).at("/stored/0/state").asString("").equals("parked"));
        JsonNode parked = json(send("GET", "").body()).at("/stored/0");
        assertThat(parked.get("reason").asString()).isEqualTo("not-retryable");
        assertThat(parked.has("notBefore")).isFalse();
        assertThat(context.getBean(MeterRegistry.class)
                        .get("recourse.retry.parked")
                        .tags("client", "shop", "reason", "not-retryable")
                        .counter()
                        .count())
                .isPositive();
        shop.calls().set(100);
        assertThat(send("POST", "/stored/" + parked.get("id").asString()).statusCode())
                .isEqualTo(204);
        await().until(() -> json(send("GET", "").body()).at("/stored").isEmpty());
        assertThat(shop.calls()).hasValue(101);
    }

    @Test
    void storedWhenItIsDroppedIsGone() throws Exception {
        Shop shop = context.getBean(Shop.class);
        shop.submit("dropped", Duration.ofHours(1));
        String id = json(send("GET", "").body()).at("/stored/0/id").asString();
        assertThat(send("DELETE", "/stored/" + id).statusCode()).isEqualTo(204);
        assertThat(json(send("GET", "").body()).at("/stored").isEmpty()).isTrue();
        assertThat(send("DELETE", "/stored/" + id).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/stored/" + id).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/other/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void gaugeTellsClientAndState() {
        context.getBean(Shop.class).submit("counted", Duration.ofHours(1));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> context.getBean(MeterRegistry.class)
                                .get("recourse.retry.stored")
                                .tags("client", "shop", "state", "waiting")
                                .gauge()
                                .value()
                        == 1);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/retryonstatus" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {JobRunrAutoConfiguration.class, JobRunrSqlStorageAutoConfiguration.class})
    static class Application {

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Shop shop() {
            return new Shop();
        }
    }

    static class Shop {

        private final AtomicInteger calls = new AtomicInteger();

        public AtomicInteger calls() {
            return calls;
        }

        /** Says itself at first when to call again, and then fails for good. */
        @RetryOnStatus("shop")
        public void submit(String order, Duration delay) {
            int call = calls.incrementAndGet();
            if (call == 1) {
                throw new RetryLaterException(
                        delay, Instant.now().plus(delay), 1, "shop", null, new IllegalStateException("no luck"));
            }
            if (call < 100) {
                throw new IllegalStateException("no luck");
            }
        }
    }
}
