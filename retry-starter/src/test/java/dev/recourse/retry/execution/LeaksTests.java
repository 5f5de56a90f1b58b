package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What is left of calls that nobody waits for any longer, and of an application that has closed. */
@Timeout(60)
class LeaksTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withPropertyValues(
                    "recourse.retry.max-wait=2h",
                    "recourse.retry.timeout=3h",
                    "recourse.retry.budget.min-per-second=20000",
                    "recourse.retry.delays[java.io.IOException]=1h");

    private final LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());

    @BeforeEach
    void writeNoLineForEachWait() {
        logging.setLogLevel("dev.recourse.retry", LogLevel.WARN);
    }

    @AfterEach
    void reset() {
        logging.setLogLevel("dev.recourse.retry", null);
    }

    @Test
    void callsWhenCancelledWhileTheyWaitLeaveNothing() {
        runner.run(context -> {
            RetryStrategy strategy = context.getBean(RetryStrategies.class).build(rules -> {});
            ScheduledRetryRegistry waiting = context.getBean(ScheduledRetryRegistry.class);
            List<WeakReference<Object>> failures = new ArrayList<>();
            List<Disposable> monos = new ArrayList<>();
            List<CompletableFuture<Object>> futures = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                monos.add(strategy.mono(() -> Mono.error(failure(failures))).subscribe());
                futures.add(strategy.future(() -> CompletableFuture.failedFuture(failure(failures))));
            }
            assertThat(waiting.count()).isEqualTo(10_000);
            monos.forEach(Disposable::dispose);
            futures.forEach(future -> future.cancel(true));
            assertThat(waiting.count()).isZero();
            assertThat(waiting.latest(1)).isEmpty();
            monos.clear();
            futures.clear();
            await().until(() -> {
                System.gc();
                return failures.stream().allMatch(failure -> failure.get() == null);
            });
        });
    }

    @Test
    void contextWhenClosedLeavesNoThread() {
        Set<Thread> others = Thread.getAllStackTraces().keySet();
        runner.run(context -> {
            RetryStrategy strategy = context.getBean(RetryStrategies.class).build(rules -> {});
            CompletableFuture<Object> call =
                    strategy.future(() -> CompletableFuture.failedFuture(new IOException("down")));
            assertThat(threads(others)).isNotEmpty();
            context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                    .close();
            assertThat(call).isCompletedExceptionally();
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> threads(others).isEmpty());
    }

    private static IOException failure(List<WeakReference<Object>> failures) {
        IOException failure = new IOException("down");
        failures.add(new WeakReference<>(failure));
        return failure;
    }

    private static List<String> threads(Set<Thread> others) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("recourse-"))
                .toList();
    }
}
