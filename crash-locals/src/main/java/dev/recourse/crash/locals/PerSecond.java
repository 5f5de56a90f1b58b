package dev.recourse.crash.locals;

import java.util.concurrent.atomic.AtomicLong;

/** An amount that each second allows for; threads that race at its turn may get a little more. */
final class PerSecond {

    private static final long NANOS = 1_000_000_000;

    private final long limit;

    private final AtomicLong second = new AtomicLong();

    private final AtomicLong used = new AtomicLong();

    PerSecond(long limit) {
        this.limit = limit;
    }

    /**
     * Returns whether something is left.
     *
     * @param now of a clock of nanoseconds
     */
    boolean hasRest(long now) {
        long current = Math.floorDiv(now, NANOS);
        long earlier = second.get();
        if (earlier != current && second.compareAndSet(earlier, current)) {
            used.set(0);
        }
        return used.get() < limit;
    }

    void use(long amount) {
        used.addAndGet(amount);
    }
}
