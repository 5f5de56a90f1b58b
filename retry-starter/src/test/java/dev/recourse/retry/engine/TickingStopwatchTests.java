package dev.recourse.retry.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TickingStopwatchTests {

    private final TickingStopwatch stopwatch = new TickingStopwatch();

    @Test
    void elapsedWhenTimeHasPassedIsNeverLess() {
        for (int i = 0; i < 30; i++) {
            long before = System.nanoTime();
            long start = stopwatch.start();
            LockSupport.parkNanos(3_000_000);
            Duration elapsed = stopwatch.elapsed(start);
            assertThat(elapsed).isGreaterThanOrEqualTo(Duration.ofMillis(3));
            assertThat(start).isLessThanOrEqualTo(System.nanoTime());
            assertThat(before - start).isLessThan(Duration.ofSeconds(5).toNanos());
        }
    }

    @Test
    void threadWhenNothingIsCalledForAWhileEnds() throws InterruptedException {
        stopwatch.start();
        Thread ticker = ticker();
        ticker.join(10_000);
        assertThat(ticker.isAlive()).isFalse();
    }

    @Test
    void startWhenThreadHasEndedStartsAnother() throws InterruptedException {
        long first = stopwatch.start();
        ticker().join(10_000);
        assertThat(stopwatch.start()).isGreaterThan(first);
    }

    @Test
    void threadWhenCallerHasInheritableThreadLocalsDoesNotKeepThem() {
        AtomicInteger handedOn = new AtomicInteger();
        InheritableThreadLocal<String> ofTheCaller = new InheritableThreadLocal<>() {
            @Override
            protected String childValue(String value) {
                handedOn.incrementAndGet();
                return value;
            }
        };
        ofTheCaller.set("a request");
        try {
            stopwatch.start();
        } finally {
            ofTheCaller.remove();
        }
        assertThat(handedOn).hasValue(0);
    }

    private static Thread ticker() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("recourse-stopwatch"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
