package dev.recourse.retry.durable;

import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.StoredCallCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.client.RestClient;

/** What a row holds of a call, and what it does not. */
class DurableDataTests {

    private static final String BUSY = response(
            429, "{\"token\":\"hunter2-body\"}", "Retry-After: 1", "Set-Cookie: session=hunter2-cookie", "X: hunter2");

    private static final String REFUSED = response(400, "hunter2-refused", "X: hunter2");

    private final DurableApplication application = new DurableApplication();

    @Test
    void rowHoldsNothingOfRequestResponseAndMessage() {
        try (RawServer server = RawServer.start(RawServer.answer(BUSY), RawServer.answer(REFUSED))) {
            run(new Shop(server.url("/")), StoredCallFormat.PLAIN, context -> {
                context.getBean(Shop.class).order("order-1");
                assertThat(row(context)).contains("order-1").contains("429").doesNotContain("hunter2");
                await().until(() -> !application.events(RetryEvent.Park.class).isEmpty());
                await().until(() -> row(context).contains("not-retryable"));
                assertThat(row(context)).contains("order-1").contains("400").doesNotContain("hunter2");
            });
        }
    }

    @Test
    void callWhenTheCodecFailsIsNotStoredAndSaysSo() {
        run(new Shop("http://localhost/"), new Failing(0), context -> {
            RetryLaterException later = catchThrowableOfType(
                    RetryLaterException.class, () -> context.getBean(Shop.class).later(Duration.ofHours(1)));
            assertThat(later.getSuppressed()).singleElement().hasToString("java.lang.IllegalStateException: no key");
            assertThat(rows(context)).isEmpty();
        });
    }

    @Test
    void callWhenTheCodecGivesBackSomethingElseIsNotStored() {
        run(new Shop("http://localhost/"), new OneWay(), context -> {
            RetryLaterException later = catchThrowableOfType(
                    RetryLaterException.class, () -> context.getBean(Shop.class).later(Duration.ofHours(1)));
            assertThat(later.getSuppressed()[0]).hasMessageContaining("Look at the StoredCallCodec");
            assertThat(rows(context)).isEmpty();
        });
    }

    @Test
    void callWhenTheCodecFailsAfterARunKeepsToTheServersTimeAllTheSame() {
        Shop shop = new Shop("http://localhost/");
        run(shop, new Failing(1), context -> {
            context.getBean(Shop.class).later(Duration.ofMillis(10), Duration.ofHours(1));
            await().until(() -> shop.made.size() == 2);
            await().until(() -> execution(context).isAfter(Instant.now().plusSeconds(3_000)));
            assertThat(row(context)).contains("later");
        });
    }

    @Test
    void argumentsComeBackWithEveryDigit() {
        Shop shop = new Shop("http://localhost/");
        List<Object> arguments = List.of(
                new BigDecimal("12345678901234567890.123456789012345678900"),
                Long.MAX_VALUE,
                0.1f,
                Map.of("a", 1.5, "b", 2));
        run(shop, StoredCallFormat.PLAIN, context -> {
            context.getBean(Shop.class)
                    .numbers((BigDecimal) arguments.get(0), Long.MAX_VALUE, 0.1f, Map.of("a", 1.5, "b", 2));
            await().until(() -> shop.made.size() == 2);
            assertThat(shop.made).containsExactly(arguments, arguments);
        });
    }

    private void run(Shop shop, StoredCallCodec codec, Scenario scenario) {
        try (HikariDataSource pool = DurableApplication.pool("jdbc:h2:mem:data;DB_CLOSE_DELAY=-1", "sa")) {
            new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks");
            application
                    .on(() -> pool)
                    .withBean(Shop.class, () -> shop)
                    .withBean(StoredCallCodec.class, () -> codec)
                    .run(scenario::run);
        }
    }

    /** Returns the whole of the one row. */
    private static String row(ApplicationContext context) {
        assertThat(rows(context)).hasSize(1);
        StringBuilder text = new StringBuilder();
        rows(context)
                .get(0)
                .values()
                .forEach(value -> text.append(
                                value instanceof byte[] bytes
                                        ? new String(bytes, StandardCharsets.ISO_8859_1)
                                        : String.valueOf(value))
                        .append('\n'));
        return text.toString();
    }

    private static List<Map<String, Object>> rows(ApplicationContext context) {
        return context.getBean(JdbcTemplate.class).queryForList("select * from scheduled_tasks");
    }

    private static Instant execution(ApplicationContext context) {
        return context.getBean(CallStore.class).entries(1).get(0).due();
    }

    private interface Scenario {

        void run(ApplicationContext context) throws Throwable;
    }

    static class Shop {

        private final RestClient client = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .build();
        private final String url;
        private final List<Object> made = new CopyOnWriteArrayList<>();

        Shop(String url) {
            this.url = url;
        }

        @RetryOnStatus(durable = "true")
        public void order(String id) {
            client.put()
                    .uri(url + id + "?key=hunter2-query")
                    .header("Authorization", "Bearer hunter2-token")
                    .body("hunter2-sent")
                    .retrieve()
                    .toBodilessEntity();
        }

        @RetryOnStatus(durable = "true")
        public void later(Duration... delays) {
            made.add(List.of(delays));
            throw in(delays[Math.min(made.size(), delays.length) - 1]);
        }

        @RetryOnStatus(durable = "true")
        public void numbers(BigDecimal exact, long whole, float small, Map<String, Object> mixed) {
            made.add(List.of(exact, whole, small, mixed));
            if (made.size() == 1) {
                throw in(Duration.ofMillis(10));
            }
        }

        private static RetryLaterException in(Duration delay) {
            return new RetryLaterException(
                    delay, Instant.now().plus(delay), 1, "default", null, new IllegalStateException("hunter2"));
        }
    }

    /** Encodes as often as said, and then has no key any more. */
    static final class Failing implements StoredCallCodec {

        private int left;

        Failing(int left) {
            this.left = left;
        }

        @Override
        public synchronized String encode(String json) {
            if (left-- <= 0) {
                throw new IllegalStateException("no key");
            }
            return json;
        }

        @Override
        public String decode(String stored) {
            return stored;
        }
    }

    static final class OneWay implements StoredCallCodec {

        @Override
        public String encode(String json) {
            return Integer.toHexString(json.hashCode());
        }

        @Override
        public String decode(String stored) {
            return stored;
        }
    }
}
