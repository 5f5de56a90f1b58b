package dev.recourse.retry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TickingStopwatchTests {

    private final TickingStopwatch stopwatch = new TickingStopwatch();

    @Test
    void elapsedWhenCallsAreFewIsNeverLessThanTheTruth() {
        assertElapsedIsNeverLess();
        assertThat(ticker()).isEmpty();
    }

    @Test
    void elapsedWhenCallsAreManyIsNeverLessThanTheTruth() {
        callOften();
        assertElapsedIsNeverLess();
    }

    @Test
    void threadWhenCallsAreManyHasNothingOfTheCaller() {
        InheritableThreadLocal<Object> inheritable = new InheritableThreadLocal<>();
        inheritable.set(new Object());
        callOften();
        assertThat(ticker()).hasValueSatisfying(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isNull();
        });
    }

    @Test
    void threadWhenCallsAreFewAgainEnds() throws InterruptedException {
        callOften();
        Thread ticker = ticker().orElseThrow();
        ticker.join(10_000);
        assertThat(ticker.isAlive()).isFalse();
        assertElapsedIsNeverLess();
    }

    private void assertElapsedIsNeverLess() {
        for (int i = 0; i < 10; i++) {
            long start = stopwatch.start();
            LockSupport.parkNanos(3_000_000);
            assertThat(stopwatch.elapsed(start)).isBetween(Duration.ofMillis(3), Duration.ofSeconds(5));
        }
    }

    private void callOften() {
        for (int i = 0; i < 10 * TickingStopwatch.CALLS && ticker().isEmpty(); i++) {
            for (int j = 0; j < TickingStopwatch.CALLS; j++) {
                stopwatch.start();
            }
        }
        assertThat(ticker()).isPresent();
    }
}
