package dev.recourse.retry.durable;

import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.Priority;
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
import java.util.Objects;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.client.RestClient;

/** Durable calls over HTTP, in one application on each database, whose time zone is not that of the application. */
@Tag("child")
class DurableCallsTests {

    private static final String BUSY = response(429, "", "Retry-After: 1");

    private static final String DONE = response(200, "");

    private static final Pattern KEY = Pattern.compile("(?im)^idempotency-key: *(.*?) *$");

    private static EmbeddedPostgres postgres;

    private static MariaDb mariaDb;

    private static final TimeZone ZONE = TimeZone.getDefault();

    private final DurableApplication application = new DurableApplication();

    private @Nullable RawServer server;

    private final List<String> settings = new ArrayList<>();

    private boolean autoCommit = true;

    @BeforeAll
    static void startDatabases() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        postgres = DurableApplication.postgres();
    }

    @AfterAll
    static void stopDatabases() throws IOException {
        TimeZone.setDefault(ZONE);
        postgres.close();
        if (mariaDb != null) {
            mariaDb.close();
        }
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    enum Database {
        POSTGRESQL,
        H2_IN_MEMORY,
        MARIADB;

        HikariDataSource pool() {
            return switch (this) {
                case POSTGRESQL -> DurableApplication.pool(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
                case H2_IN_MEMORY -> DurableApplication.pool("jdbc:h2:mem:durable;DB_CLOSE_DELAY=-1", "sa");
                case MARIADB -> {
                    if (mariaDb == null) {
                        mariaDb = MariaDb.start();
                    }
                    yield DurableApplication.pool(mariaDb.url(), "root");
                }
            };
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
    void nowIsTheTimeOfTheDatabaseInWhateverZone(Database database) {
        run(database, List.of(DONE), context -> {
            Instant before = Instant.now();
            Instant now = context.getBean(CallStore.class).now();
            assertThat(now).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
        });
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

    @ParameterizedTest
    @EnumSource
    void outboxInATransactionOfAnotherDataSourceIsRefusedAndOtherCallsAreStoredBesideIt(Database database) {
        run(database, List.of(BUSY), context -> {
            Orders orders = context.getBean(Orders.class);
            try (HikariDataSource other = DurableApplication.pool("jdbc:h2:mem:other", "sa")) {
                TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(other));
                assertThatThrownBy(
                                () -> transaction.executeWithoutResult(status -> orders.outbox(new Order("never", 1))))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("Orders.outbox is an outbox")
                        .hasMessageContaining("none of the scheduler's DataSource");
                assertThat(rows(context)).isZero();
                transaction.executeWithoutResult(status -> {
                    orders.submit(new Order("kept", 1), List.of());
                    status.setRollbackOnly();
                });
                assertThat(rows(context)).isOne();
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenPrioritiesAreOnGivesWayToOtherTasks(Database database) {
        settings.add("db-scheduler.priority-enabled=true");
        run(database, List.of(BUSY, DONE), context -> {
            context.getBean(Orders.class).submit(new Order("o-10", 1), List.of());
            assertThat(context.getBean(JdbcTemplate.class)
                            .queryForObject("select priority from scheduled_tasks", Integer.class))
                    .isEqualTo(Priority.LOW);
            awaitRequests(2);
            await().until(() -> rows(context) == 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenItsDataIsTooLargeIsNotStoredAndSaysSo(Database database) {
        settings.add("recourse.retry.durable-store.max-size=500B");
        run(database, List.of(BUSY), context -> {
            Order large = new Order("o".repeat(500), 1);
            RetryLaterException later = catchThrowableOfType(
                    RetryLaterException.class,
                    () -> context.getBean(Orders.class).submit(large, List.of()));
            assertThat(later.getSuppressed()[0]).hasMessageContaining("durable-store.max-size allows 500");
            assertThat(rows(context)).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenConnectionsDoNotCommitByThemselvesIsStoredAllTheSame(Database database) {
        autoCommit = false;
        run(database, List.of(BUSY, DONE), context -> {
            context.getBean(Orders.class).submit(new Order("o-8", 1), List.of());
            assertThat(rows(context)).isOne();
            awaitRequests(2);
            await().until(() -> rows(context) == 0);
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenACallWithinItIsHandedOffIsStoredAndContinuesThatOne(Database database) {
        run(database, List.of(BUSY), context -> {
            context.getBean(Checkout.class).pay(new Order("o-9", 1));
            assertThat(rows(context)).isOne();
            await().until(() -> parked(context) == 1);
            assertThat(server.requests()).hasSize(2);
        });
    }

    @Test
    void startOnMariaDbWithoutTimesInUtcIsRefused() {
        application
                .on(Database.MARIADB::pool)
                .withBean(Checkout.class, () -> new Checkout(null))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("db-scheduler.always-persist-timestamp-in-utc")
                        .hasMessageContaining("have no time zone")
                        .hasMessageContaining("Set it to true"));
    }

    @Test
    void outboxOnMariaDbWhenItsNodeIsKilledDuringTheAttemptIsTakenOver() {
        NodeProcess first = null;
        NodeProcess second = null;
        try (RawServer started = RawServer.start(RawServer.answerThenStall(""), RawServer.answer(DONE));
                HikariDataSource pool = Database.MARIADB.pool()) {
            server = started;
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("drop table if exists scheduled_tasks");
            List<String> properties = List.of(
                    "--shop.url=" + started.url("/"),
                    "--spring.datasource.url=" + pool.getJdbcUrl(),
                    "--spring.datasource.username=root",
                    "--db-scheduler.always-persist-timestamp-in-utc=true");
            first = new NodeProcess(properties);
            first.awaitReady();
            first.send("outbox a");
            awaitRequests(1);
            first.kill();
            assertThat(rows(jdbc)).isOne();
            second = new NodeProcess(properties);
            awaitRequests(2);
            await().atMost(NodeProcess.PATIENCE).until(() -> rows(jdbc) == 0);
            assertThat(keys()).hasSize(2).doesNotContain("").containsOnly(keys().get(0));
        } finally {
            Stream.of(first, second).filter(Objects::nonNull).forEach(NodeProcess::kill);
        }
    }

    private void run(Database database, List<String> answers, Scenario test) {
        RawServer started =
                RawServer.start(answers.stream().map(RawServer::answer).toArray(RawServer.Script[]::new));
        server = started;
        try (HikariDataSource pool = database.pool()) {
            pool.setAutoCommit(autoCommit);
            new TransactionTemplate(new JdbcTransactionManager(pool))
                    .executeWithoutResult(
                            status -> new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks"));
            application
                    .on(() -> pool)
                    .withBean(Orders.class)
                    .withBean(Payments.class)
                    .withBean(Checkout.class)
                    .withPropertyValues(
                            "shop.url=" + started.url("/"),
                            "recourse.retry.clients.inner.hand-off=always",
                            "recourse.retry.clients.inner.max-retries=1",
                            "recourse.retry.clients.shop.durable=true",
                            "recourse.retry.clients.shop.idempotency-key=true",
                            "recourse.retry.clients.shop.max-retries=3",
                            "db-scheduler.always-persist-timestamp-in-utc=" + (database == Database.MARIADB))
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
        return rows(context.getBean(JdbcTemplate.class));
    }

    private static int rows(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select count(*) from scheduled_tasks", Integer.class);
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

    static class Checkout {

        private final Payments payments;

        Checkout(Payments payments) {
            this.payments = payments;
        }

        @RetryOnStatus(durable = "true")
        public void pay(Order order) {
            payments.pay(order);
        }
    }

    static class Payments {

        private final RestClient client;
        private final String url;

        Payments(RestClient.Builder client, Environment environment) {
            this.client = client.build();
            this.url = environment.getRequiredProperty("shop.url");
        }

        @RetryOnStatus("inner")
        public String pay(Order order) {
            return client.put().uri(url).body(order.id()).retrieve().body(String.class);
        }
    }

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
