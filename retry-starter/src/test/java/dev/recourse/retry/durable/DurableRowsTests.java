package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.zaxxer.hikari.HikariDataSource;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.StoredCallCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that an application finds in its table, and what it does with each. */
@ExtendWith(OutputCaptureExtension.class)
class DurableRowsTests {

    private static final String ID = "shop-0b0e7a3e-57b5-4b2f-a2f1-3d9d3c1f8a55";

    private final DurableApplication application = new DurableApplication();

    private final Instant now = Instant.now();

    private final List<String> made = new CopyOnWriteArrayList<>();

    private final List<Instant> times = new CopyOnWriteArrayList<>();

    private UnaryOperator<ApplicationContextRunner> more = UnaryOperator.identity();

    @Test
    void rowWhenItsMethodHasAnotherNameNowIsMadeByStoredAs() {
        run(row("\"name\":\"com.acme.Old.submit\""), context -> {
            await().until(() -> made.size() == 1);
            assertThat(made).containsExactly("a");
            await().until(() -> rows(context) == 0);
        });
    }

    @Test
    void rowWhenNoBeanHasItsMethodWaitsAndIsParkedAfterAnHour(CapturedOutput output) {
        run(row("\"name\":\"com.acme.Gone.submit\""), context -> {
            await().until(() -> data(context).contains("unknownSince"));
            assertThat(output).contains("which no bean of this node has").contains("com.acme.Gone.submit");
            assertThat(application.events()).isEmpty();
        });
        run(
                row("\"name\":\"com.acme.Gone.submit\",\"unknownSince\":\"" + now.minus(Duration.ofMinutes(61)) + "\""),
                context -> assertParked("unknown"));
    }

    @Test
    void rowWhenItIsTooOldIsParked() {
        run(
                row("\"name\":\"com.acme.Shop.submit\"")
                        .replace("\"firstSeen\":\"" + now, "\"firstSeen\":\"" + now.minus(Duration.ofDays(8))),
                context -> {
                    assertParked("expired");
                    assertThat(made).isEmpty();
                });
    }

    @Test
    void rowWhenItCannotBeReadIsParkedWithTheSameBytes(CapturedOutput output) {
        for (String text : List.of(
                "no json, with a secret: hunter2",
                "{}",
                "{\"version\":1}",
                "[".repeat(100_000),
                row("\"name\":\"com.acme.Shop.submit\"").replace("[\"a\"]", "[{\"secret\":\"hunter2\"}]"),
                row("\"name\":\"com.acme.Shop.submit\"").replace("[\"a\"]", "[]"),
                row("\"name\":\"com.acme.Shop.submit\"")
                        .replace("Shop.submit\",\"attempt", "\\nERROR forged\",\"attempt"),
                row("\"name\":\"com.acme.Shop.submit\"").replace(now.toString(), Instant.MAX.toString()),
                row("\"name\":\"com.acme.Shop.submit\"").replace(now.toString(), Instant.MIN.toString()),
                row("\"name\":\"" + "n".repeat(3_000) + "\""),
                row("\"name\":\"com.acme.Shop.submit\"")
                        .replace("\"attempt\":1", "\"attempt\":1,\"key\":\"a\\r\\nb\""))) {
            run(text, context -> {
                assertParked("unreadable");
                await().until(() -> execution(context).isAfter(Instant.parse("9000-01-01T00:00:00Z")));
                assertThat(data(context)).isEqualTo(text);
                assertThat(made).isEmpty();
            });
        }
        assertThat(output).doesNotContain("hunter2").doesNotContain("forged").doesNotContain("nnn");
    }

    @Test
    void rowWhenItIsVeryLongAndOfVeryManyAttemptsIsMade() {
        String order = "o".repeat(10_000_000);
        String text = row("\"name\":\"com.acme.Shop.submit\"")
                .replace("[\"a\"]", "[\"" + order + "\"]")
                .replace("\"attempt\":1", "\"attempt\":" + Integer.MAX_VALUE);
        run(text, context -> {
            await().until(() -> made.size() == 1);
            await().until(() -> rows(context) == 0);
            assertThat(made.get(0)).hasSameSizeAs(order);
        });
    }

    @Test
    void rowWhenANewerVersionHasWrittenItIsLeftToANewerNode(CapturedOutput output) {
        String text = row("\"name\":\"com.acme.Shop.submit\"").replace("\"version\":1", "\"version\":2");
        run(text, context -> {
            await().until(() -> execution(context).isAfter(now.plusSeconds(30)));
            assertThat(data(context)).isEqualTo(text);
            assertThat(output).contains("is left to another node");
            assertThat(application.events()).isEmpty();
        });
    }

    @Test
    void rowWhenTheClockOfTheNodeIsFastIsNotMadeBeforeItsTimeByTheDatabase() {
        Instant notBefore = Instant.now().plusSeconds(3);
        more = runner -> runner.withBean(Clock.class, () -> () -> Instant.now().plusSeconds(5));
        String text = row("\"name\":\"com.acme.Shop.submit\"")
                .replace("\"notBefore\":\"" + now, "\"notBefore\":\"" + notBefore);
        run(text, notBefore, context -> {
            await().until(() -> !made.isEmpty());
            assertThat(times.get(0)).isAfterOrEqualTo(notBefore);
        });
    }

    @Test
    void rowWhenThereIsACodecIsWrittenAndReadThroughIt() {
        more = runner -> runner.withBean(StoredCallCodec.class, Reversing::new);
        run(new Reversing().encode(row("\"name\":\"com.acme.Shop.submit\"")), context -> {
            await().until(() -> made.size() == 1);
            await().until(() -> rows(context) == 0);
        });
    }

    private void assertParked(String reason) {
        await().until(() -> !application.events(RetryEvent.Park.class).isEmpty());
        assertThat(application.events(RetryEvent.Park.class))
                .singleElement()
                .satisfies(park -> assertThat(park.reason()).isEqualTo(reason));
        application.events().clear();
    }

    private String row(String name) {
        return "{\"version\":1," + name
                + ",\"arguments\":[\"a\"],\"label\":\"Shop.submit\",\"attempt\":1,\"client\":\"shop\","
                + "\"notBefore\":\"" + now + "\",\"firstSeen\":\"" + now + "\"}";
    }

    private void run(String data, Scenario scenario) {
        run(data, now, scenario);
    }

    private void run(String data, Instant due, Scenario scenario) {
        try (HikariDataSource pool = DurableApplication.pool("jdbc:h2:mem:rows;DB_CLOSE_DELAY=-1", "sa")) {
            new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks");
            more.apply(application.on(() -> pool))
                    .withBean(Shop.class, () -> new Shop(made, times))
                    .run(context -> {
                        context.getBean(Scheduler.class)
                                .scheduleBatch(List.of(
                                        SchedulableInstance.of(new TaskInstance<>("recourse-retry", ID, data), due)));
                        context.getBean(Scheduler.class).triggerCheckForDueExecutions();
                        scenario.run(context);
                    });
        }
    }

    private static int rows(ApplicationContext context) {
        return context.getBean(JdbcTemplate.class)
                .queryForObject("select count(*) from scheduled_tasks", Integer.class);
    }

    private static String data(ApplicationContext context) {
        return (String) context.getBean(Scheduler.class)
                .getScheduledExecution(new TaskInstance<>("recourse-retry", ID))
                .orElseThrow()
                .getData();
    }

    private static Instant execution(ApplicationContext context) {
        return context.getBean(Scheduler.class)
                .getScheduledExecution(new TaskInstance<>("recourse-retry", ID))
                .orElseThrow()
                .getExecutionTime();
    }

    private interface Scenario {

        void run(AssertableApplicationContext context) throws Throwable;
    }

    static class Shop {

        private final List<String> made;
        private final List<Instant> times;

        Shop(List<String> made, List<Instant> times) {
            this.made = made;
            this.times = times;
        }

        @RetryOnStatus(
                durable = "true",
                storedAs = {"com.acme.Shop.submit", "com.acme.Old.submit"})
        public void submit(String order) {
            times.add(Instant.now());
            made.add(order);
        }
    }

    static final class Reversing implements StoredCallCodec {

        @Override
        public String encode(String json) {
            return new StringBuilder(json).reverse().toString();
        }

        @Override
        public String decode(String stored) {
            return encode(stored);
        }
    }
}
