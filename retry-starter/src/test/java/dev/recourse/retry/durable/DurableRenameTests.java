package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** Deployments one after the other on one database, between which a method has got another name. */
@ExtendWith(OutputCaptureExtension.class)
class DurableRenameTests {

    private static final String OLD_NAME =
            "dev.recourse.retry.durable.DurableRenameTests$Before.submit(java.lang.String)";

    private final DurableApplication application = new DurableApplication();

    private final List<String> sent = new CopyOnWriteArrayList<>();

    private final HikariDataSource pool = pool();

    @BeforeEach
    void store() {
        new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks");
        deploy(new Before(), context -> {
            context.getBean(Scheduler.class).pause();
            context.getBean(Before.class).submit("order");
        });
        assertThat(rows()).isOne();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void callWhenItsMethodSaysItsOldNameIsMade() {
        deploy(new After(sent), context -> await().until(() -> rows() == 0));
        assertThat(sent).containsExactly("order");
    }

    @Test
    void callWhenNoMethodHasItsNameForAnHourIsParkedAndRunAgainOnceTheNameIsBack(CapturedOutput output) {
        deploy(new Forgotten(sent), context -> {
            CallStore store = context.getBean(CallStore.class);
            await().until(() -> data(store).contains("unknownSince"));
            assertThat(output).contains("is of " + OLD_NAME + ", which no bean of this node has");
            String since = Instant.now().minus(Duration.ofMinutes(61)).toString();
            String anHourLater =
                    data(store).replaceFirst("\"unknownSince\":\"[^\"]*\"", "\"unknownSince\":\"" + since + '"');
            assertThat(store.replace(id(store), anHourLater, store.now())).isTrue();
            await().until(() -> store.entries(1).get(0).state() == CallStore.State.PARKED);
        });
        assertThat(application.events(RetryEvent.Park.class))
                .singleElement()
                .satisfies(park -> assertThat(park.reason()).isEqualTo("unknown"));
        deploy(new After(sent), context -> {
            assertThat(sent).isEmpty();
            assertThat(context.getBean(StoredCallDesk.class).runAgain(id(context.getBean(CallStore.class))))
                    .isTrue();
            await().until(() -> rows() == 0);
        });
        assertThat(sent).containsExactly("order");
    }

    private <T> void deploy(T bean, Scenario scenario) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) bean.getClass();
        application
                .on(DurableRenameTests::pool)
                .withPropertyValues("db-scheduler.polling-interval=200ms")
                .withBean(type, () -> bean)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    scenario.run(context);
                });
    }

    private static HikariDataSource pool() {
        return DurableApplication.pool("jdbc:h2:mem:rename;DB_CLOSE_DELAY=-1", "sa");
    }

    private static String data(CallStore store) {
        return String.valueOf(store.entries(1).get(0).data());
    }

    private static String id(CallStore store) {
        return store.entries(1).get(0).id();
    }

    private int rows() {
        return new JdbcTemplate(pool).queryForObject("select count(*) from scheduled_tasks", Integer.class);
    }

    private interface Scenario {

        void run(AssertableApplicationContext context) throws Throwable;
    }

    static class Before {

        @RetryOnStatus(durable = "true")
        public void submit(String order) {
            Duration delay = Duration.ofMillis(1);
            throw new RetryLaterException(
                    delay, Instant.now().plus(delay), 1, "default", null, new IllegalStateException("busy"));
        }
    }

    static class After {

        private final List<String> sent;

        After(List<String> sent) {
            this.sent = sent;
        }

        @RetryOnStatus(
                durable = "true",
                storedAs = {"orders.send", OLD_NAME})
        public void send(String order) {
            sent.add(order);
        }
    }

    static class Forgotten {

        private final List<String> sent;

        Forgotten(List<String> sent) {
            this.sent = sent;
        }

        @RetryOnStatus(durable = "true")
        public void send(String order) {
            sent.add(order);
        }
    }
}
