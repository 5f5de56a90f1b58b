package dev.recourse.retry.client;

import dev.recourse.retry.time.MonotonicClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The retries that all calls of a client may make: a share of the calls in the last ten seconds, and some each second
 * however few calls there are.
 */
final class RetryBudget {

    private static final int TICK_MILLIS = 100;
    private static final int TICKS_PER_SECOND = 1_000 / TICK_MILLIS;
    private static final int SECONDS = 10;

    private final double ratio;
    private final int minPerSecond;
    private final MonotonicClock clock;
    private final long start;

    /**
     * Calls so far, without atomic operations: these would cost more than the rest of a call through a proxy, see
     * {@code HappyPathBenchmark}. Two threads that count in the same instant may count one call. That is rare among calls
     * that send requests, and too few calls only cost retries.
     */
    private long calls;

    private long counted;

    /** Null as long as nobody has asked: most scopes never do. */
    private @Nullable Windows windows;

    RetryBudget(double ratio, int minPerSecond, MonotonicClock clock) {
        this.ratio = ratio;
        this.minPerSecond = minPerSecond;
        this.clock = clock;
        this.start = clock.start();
    }

    /** Takes note of a call. */
    void count() {
        calls++;
    }

    /** Takes a retry out of the budget; returns whether there was one left. */
    synchronized boolean spend() {
        long now = now();
        if (left(now) == 0) {
            return false;
        }
        windows().retries.add(now, 1);
        windows().retriesOfASecond.add(now, 1);
        return true;
    }

    /** Returns how many retries may be made now. */
    synchronized int left() {
        return left(now());
    }

    private int left(long now) {
        long total = calls;
        Windows known = windows();
        known.calls.add(now, (double) Math.max(0, total - counted));
        counted = total;
        known.retries.add(now, 0);
        known.retriesOfASecond.add(now, 0);
        double left =
                Math.max(minPerSecond - known.retriesOfASecond.sum(), ratio * known.calls.sum() - known.retries.sum());
        return (int) Math.ceil(Math.max(0, left));
    }

    private Windows windows() {
        Windows known = windows;
        if (known == null) {
            known = new Windows();
            windows = known;
        }
        return known;
    }

    private long now() {
        Duration passed = clock.elapsed(start);
        return Math.max(0, passed.toMillis() / TICK_MILLIS);
    }

    /** What was counted. A tick more than the seconds: the first and the last are not over. */
    private static final class Windows {

        private final SlidingWindowCounter calls = new SlidingWindowCounter(SECONDS * TICKS_PER_SECOND + 1);
        private final SlidingWindowCounter retries = new SlidingWindowCounter(SECONDS * TICKS_PER_SECOND + 1);
        private final SlidingWindowCounter retriesOfASecond = new SlidingWindowCounter(TICKS_PER_SECOND + 1);
    }
}
