package dev.recourse.retry.durable;

import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/** Durable calls over HTTP, in one application on each database. */
class DurableCallsTests {

    private static final String BUSY = response(429, "", "Retry-After: 1");

    private static final String DONE = response(200, "");

    private static final Pattern KEY = Pattern.compile("(?im)^idempotency-key: *(.*?) *$");

    private static EmbeddedPostgres postgres;

    private final DurableApplication application = new DurableApplication();

    private @Nullable RawServer server;

    private final List<String> settings = new ArrayList<>();

    @BeforeAll
    static void startPostgres() {
        postgres = DurableApplication.postgres();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    enum Database {
        POSTGRESQL,
        H2_IN_MEMORY;

        HikariDataSource pool() {
            return this == POSTGRESQL
                    ? DurableApplication.pool(postgres.getJdbcUrl("postgres", "postgres"), "postgres")
                    : DurableApplication.pool("jdbc:h2:mem:durable;DB_CLOSE_DELAY=-1", "sa");
        }
    }

    @ParameterizedTest
    @EnumSource
    void callWhenTheServerIsBusyReturnsAndIsMadeAgainNotBeforeItsTime(Database database) {
        run(database, List.of(BUSY, DONE), context -> {
            Instant begin = Instant.now();
            context.getBean(Orders.class).submit(new Order("o-1", 3), List.of("a", "b"));
            assertThat(rows(context)).isOne();
            awaitRequests(2);
            assertThat(Duration.between(begin, Instant.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            await().until(() -> rows(context) == 0);
            assertThat(server.requests()).allMatch(request -> request.contains("\"id\":\"o-1\""));
            assertThat(keys()).hasSize(2).doesNotContain("").containsOnly(keys().get(0));
        });
        assertThat(application.events(RetryEvent.End.class))
                .extracting(RetryEvent.End::outcome, RetryEvent.End::attempts)
                .extracting(Object::toString)
                .containsExactly("(STORED, 1)", "(SUCCESS, 2)");
        assertThat(application.events(RetryEvent.Resume.class)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void callWhenRetriesAreUsedUpIsParkedWithItsData(Database database) {
        run(database, List.of(BUSY), context -> {
            context.getBean(Orders.class).twice(new Order("o-2", 1));
            await().until(() -> !application.events(RetryEvent.Park.class).isEmpty());
            await().until(() -> parked(context) == 1);
            assertThat(server.requests()).hasSize(2);
        });
        assertThat(application.events(RetryEvent.Park.class)).first().satisfies(park -> {
            assertThat(park.reason()).isEqualTo("exhausted");
            assertThat(park.attempts()).isEqualTo(2);
            assertThat(park.client()).isEqualTo("shop");
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenItsTransactionIsRolledBackIsGone(Database database) {
        run(database, List.of(BUSY), context -> {
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            transaction.executeWithoutResult(status -> {
                context.getBean(Orders.class).submit(new Order("o-3", 1), List.of());
                assertThat(rows(context)).isOne();
                status.setRollbackOnly();
            });
            assertThat(rows(context)).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenItsTransactionCannotCommitIsNotStoredAndSaysSo(Database database) {
        run(database, List.of(BUSY), context -> {
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            Orders orders = context.getBean(Orders.class);
            transaction.setReadOnly(true);
            RetryLaterException later = catchThrowableOfType(
                    RetryLaterException.class,
                    () -> transaction.executeWithoutResult(status -> orders.submit(new Order("o-4", 1), List.of())));
            assertThat(later.getSuppressed()[0])
                    .hasToString(
                            "java.lang.IllegalStateException: The transaction is read-only: no call can be stored in it");
            transaction.setReadOnly(false);
            assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                        RetryLaterException inner = catchThrowableOfType(
                                RetryLaterException.class, () -> orders.inTransaction(new Order("o-5", 1)));
                        assertThat(inner.getSuppressed()[0]).asString().contains("rollback-only");
                    }))
                    .hasMessageContaining("rollback-only");
            assertThat(rows(context)).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenTheServerIsInACooldownIsRescheduledWithoutAnAttempt(Database database) {
        settings.add("recourse.retry.clients.shop.cooldown=local");
        run(database, List.of(BUSY, response(429, "", "Retry-After: 2"), DONE), context -> {
            Orders orders = context.getBean(Orders.class);
            orders.submit(new Order("o-6", 1), List.of());
            orders.submit(new Order("o-7", 1), List.of());
            assertThat(server.requests()).hasSize(1);
            awaitRequests(4);
            await().until(() -> rows(context) == 0);
        });
        assertThat(application.events(RetryEvent.End.class))
                .filteredOn(end -> end.outcome() == Outcome.SUCCESS)
                .extracting(RetryEvent.End::attempts)
                .allMatch(attempts -> attempts <= 3);
    }

    @ParameterizedTest
    @EnumSource
    void outboxWhenTheTransactionCommitsIsSentAfterItAndElseNever(Database database) {
        run(database, List.of(DONE), context -> {
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            Orders orders = context.getBean(Orders.class);
            transaction.executeWithoutResult(status -> {
                orders.outbox(new Order("never", 1));
                status.setRollbackOnly();
            });
            transaction.executeWithoutResult(status -> {
                orders.outbox(new Order("once", 1));
                assertThat(server.requests()).isEmpty();
            });
            awaitRequests(1);
            await().until(() -> rows(context) == 0);
            assertThat(server.requests()).singleElement().asString().contains("once");
        });
    }

    private void run(Database database, List<String> answers, Scenario test) {
        RawServer started =
                RawServer.start(answers.stream().map(RawServer::answer).toArray(RawServer.Script[]::new));
        server = started;
        try (HikariDataSource pool = database.pool()) {
            new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks");
            application
                    .on(() -> pool)
                    .withBean(Orders.class)
                    .withPropertyValues(
                            "shop.url=" + started.url("/"),
                            "recourse.retry.clients.shop.durable=true",
                            "recourse.retry.clients.shop.idempotency-key=true",
                            "recourse.retry.clients.shop.max-retries=3")
                    .withPropertyValues(settings.toArray(String[]::new))
                    .run(test::run);
        }
    }

    private void awaitRequests(int number) {
        await().atMost(Duration.ofSeconds(60)).until(() -> server.requests().size() >= number);
    }

    private List<String> keys() {
        return server.requests().stream()
                .map(request -> KEY.matcher(request)
                        .results()
                        .map(match -> match.group(1))
                        .findFirst()
                        .orElse(""))
                .toList();
    }

    private static int rows(ApplicationContext context) {
        return context.getBean(JdbcTemplate.class)
                .queryForObject("select count(*) from scheduled_tasks", Integer.class);
    }

    private static int parked(ApplicationContext context) {
        return context.getBean(JdbcTemplate.class)
                .queryForObject(
                        "select count(*) from scheduled_tasks where execution_time > timestamp '9000-01-01 00:00:00'",
                        Integer.class);
    }

    private interface Scenario {

        void run(AssertableApplicationContext context) throws Throwable;
    }

    record Order(String id, int pieces) {}

    static class Orders {

        private final RestClient client;
        private final String url;

        Orders(RestClient.Builder client, Environment environment) {
            this.client = client.build();
            this.url = environment.getRequiredProperty("shop.url");
        }

        @RetryOnStatus("shop")
        public void submit(Order order, List<String> notes) {
            send(order);
        }

        @RetryOnStatus(value = "shop", maxRetries = "1")
        public void twice(Order order) {
            send(order);
        }

        @RetryOnStatus("shop")
        @Transactional
        public void inTransaction(Order order) {
            send(order);
        }

        @RetryOnStatus(value = "shop", durable = "outbox")
        public void outbox(Order order) {
            send(order);
        }

        private void send(Order order) {
            client.put()
                    .uri(url)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(order)
                    .retrieve()
                    .toBodilessEntity();
        }
    }
}
