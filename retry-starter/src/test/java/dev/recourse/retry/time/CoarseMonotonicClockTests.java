package dev.recourse.retry.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CoarseMonotonicClockTests {

    private final Set<Thread> others = Set.copyOf(Thread.getAllStackTraces().keySet());

    private final CoarseMonotonicClock stopwatch = new CoarseMonotonicClock();

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
    void threadWhenCallsAreFewAgainEnds() throws InterruptedException {
        callOften();
        Thread ticker = ticker().orElseThrow();
        ticker.join(10_000);
        assertThat(ticker.isAlive()).isFalse();
        assertElapsedIsNeverLess();
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
            callOften();
        } finally {
            ofTheCaller.remove();
        }
        assertThat(handedOn).hasValue(0);
    }

    private void assertElapsedIsNeverLess() {
        for (int i = 0; i < 10; i++) {
            long start = stopwatch.start();
            LockSupport.parkNanos(3_000_000);
            assertThat(stopwatch.elapsed(start)).isGreaterThanOrEqualTo(Duration.ofMillis(3));
        }
    }

    private void callOften() {
        for (int round = 0; round < 1_000 && ticker().isEmpty(); round++) {
            for (int i = 0; i < 3 * CoarseMonotonicClock.CALLS; i++) {
                stopwatch.start();
            }
        }
        assertThat(ticker()).isPresent();
    }

    private Optional<Thread> ticker() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("recourse-stopwatch") && !others.contains(thread))
                .findFirst();
    }
}
