package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.cluster.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends each query of the dashboard to a real Prometheus, which scrapes a real application: one with calls that fail, a
 * Redis of cooldowns, and durable calls. What each panel gets is left in {@code target/dashboard.txt}.
 */
@Tag("child")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardInPrometheusTests {

    private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

    private static final JsonNode DASHBOARD = JsonMapper.shared().readTree(Path.of("../docs/grafana-dashboard.json"));

    private final List<String> seen = new ArrayList<>();

    private @Nullable TestRedis redis;
    private @Nullable ConfigurableApplicationContext context;
    private @Nullable Prometheus prometheus;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        redis = TestRedis.start();
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.datasource.url=jdbc:h2:mem:dashboard;DB_CLOSE_DELAY=-1",
                        "spring.data.redis.port=" + redis.port(),
                        "management.endpoints.web.exposure.include=prometheus",
                        "management.otlp.metrics.export.enabled=false",
                        "management.tracing.sampling.probability=0",
                        "db-scheduler.heartbeat-interval=10s",
                        "recourse.retry.clients.quota.cooldown=redis",
                        "recourse.retry.clients.shop.durable=true")
                .run();
        prometheus = Prometheus.scraping(
                Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")), directory);
    }

    @AfterAll
    void close() throws IOException {
        Files.write(Path.of("target/dashboard.txt"), seen);
        for (AutoCloseable part : new AutoCloseable[] {prometheus, context, redis}) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception ex) {
                    throw new IllegalStateException(ex);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource
    void panelHasANumberForEachSeries(Panel panel) {
        await(panel.title)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    failSomeCalls();
                    JsonNode series = prometheus.query(panel.query());
                    assertThat(series.isEmpty()).isFalse();
                    for (JsonNode one : series) {
                        assertThat(Double.parseDouble(one.at("/value/1").asString()))
                                .isFinite();
                        assertThat(one.get("metric").propertyNames()).containsAll(panel.labels());
                    }
                });
        for (JsonNode one : prometheus.query(panel.query())) {
            seen.add(panel.title + ": " + one.get("metric") + " "
                    + one.at("/value/1").asString());
        }
    }

    static Stream<Panel> panelHasANumberForEachSeries() {
        return DASHBOARD
                .get("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .map(target -> new Panel(
                                panel.get("title").asString(),
                                target.get("expr").asString(),
                                target.path("legendFormat").asString(""))));
    }

    @Test
    void variableListsTheClients() {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            failSomeCalls();
            assertThat(prometheus
                            .labelValues("recourse_retry_calls_total", "client")
                            .valueStream()
                            .map(JsonNode::asString))
                    .contains("quota");
        });
    }

    private void failSomeCalls() {
        context.getBean(Api.class).call();
        context.getBean(Api.class).submit("order");
    }

    record Panel(String title, String expression, String legend) {

        /** Returns the query as Grafana sends it: with the variables' values in their places. */
        String query() {
            return expression.replace("$__rate_interval", "4s").replace("$client", ".*");
        }

        List<String> labels() {
            return LEGEND.matcher(legend).results().map(label -> label.group(1)).toList();
        }

        @Override
        public String toString() {
            return title + (legend.isEmpty() ? "" : ": " + legend);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Api api() {
            return new Api();
        }
    }

    static class Api {

        private final Map<Thread, Boolean> failed = new ConcurrentHashMap<>();

        /** Fails once, and succeeds then. */
        @RetryOnStatus(value = "quota", maxRetries = "1")
        public void call() {
            if (failed.put(Thread.currentThread(), true) == null) {
                HttpHeaders headers = new HttpHeaders();
                headers.set("Retry-After-Ms", "1");
                throw HttpClientErrorException.create(
                        HttpStatus.TOO_MANY_REQUESTS, "too many", headers, new byte[0], null);
            }
            failed.remove(Thread.currentThread());
        }

        /** Is stored, and then fails for good. */
        @RetryOnStatus("shop")
        public void submit(String order) {
            if (Thread.currentThread().getName().contains("db-scheduler")) {
                throw new IllegalStateException("no luck");
            }
            Duration delay = Duration.ofMillis(1);
            throw new RetryLaterException(
                    delay, Instant.now().plus(delay), 1, "shop", null, new IllegalStateException("no luck"));
        }
    }
}
