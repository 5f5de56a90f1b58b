package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

/** The loop that the Javadoc of {@link BlockingLoop} shows carries blocking calls without spring-retry. */
class BlockingLoopTests {

    private final VirtualTime time = new VirtualTime();

    private int failures;

    @Test
    void callWhenItFailsTwiceWaitsTwiceAndReturnsTheValue() throws Exception {
        failures = 2;
        assertThat(strategy().call(this::attempt)).isEqualTo("done");
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void callWhenRetriesAreUsedUpThrowsTheLastFailure() {
        failures = 9;
        assertThatThrownBy(() -> strategy().call(this::attempt))
                .isInstanceOf(IOException.class)
                .hasMessage("5 left");
        assertThat(time.pauses()).hasSize(3);
    }

    private String attempt() throws IOException {
        if (failures-- > 0) {
            throw new IOException(failures + " left");
        }
        return "done";
    }

    private DefaultRetryStrategy strategy() {
        Settings settings = TestSettings.builder()
                .set("jitter-factor", 0.0)
                .delay(IOException.class, "exponential(1s, 1m)")
                .build();
        ScheduledRetryRegistry registry = new ScheduledRetryRegistry(new GenericApplicationContext());
        RetryListeners listeners = new RetryListeners(List.of());
        RetryExecutors executors = new RetryExecutors(
                new BlockingRetryExecutor(time, registry, listeners, new Plain()),
                new FutureRetryExecutor(
                        (task, delay) -> {
                            throw new AssertionError();
                        },
                        registry,
                        listeners,
                        () -> Runnable::run),
                null);
        RetryEnvironment environment = new RetryEnvironment(time, time, SeededRandom.create());
        RetryClient client = new RetryClient(settings, environment, new RetryEventDispatcher(List::of));
        return new DefaultRetryStrategy(settings, client, executors);
    }

    private static final class Plain implements BlockingLoop {

        @Override
        public <T extends @Nullable Object> T run(BlockingCall<T, ?> call) throws Throwable {
            do {
                try {
                    return call.makeAttempt();
                } catch (Throwable failure) {
                    call.failed(failure);
                }
            } while (call.awaitAttempt());
            throw call.outcome();
        }
    }
}
