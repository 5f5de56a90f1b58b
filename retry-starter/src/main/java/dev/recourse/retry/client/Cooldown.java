package dev.recourse.retry.client;

import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The time during which a server is left alone because it asked for that; it is only ever extended, or lifted. */
public final class Cooldown {

    private final RetryEnvironment surroundings;
    private final AtomicReference<@Nullable Period> period = new AtomicReference<>();

    Cooldown(RetryEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /** Returns whether there may be one: false is certain, and costs one read. */
    boolean isPossible() {
        return period.get() != null;
    }

    /** Returns the one that lasts now. */
    @Nullable
    Period current() {
        Period last = period.get();
        if (last == null || !last.isOver()) {
            return last;
        }
        period.compareAndSet(last, null);
        return null;
    }

    /**
     * Begins one, or extends that of now.
     *
     * @param length from now on
     * @param failure in which the server asked
     * @return the new one, or null if that of now lasts as long anyway
     */
    synchronized @Nullable Period begin(Duration length, Throwable failure) {
        Period last = current();
        if (last != null && last.left().compareTo(length) >= 0) {
            return null;
        }
        long mark = surroundings.stopwatch().start();
        Period begun = new Period(
                surroundings.stopwatch(),
                mark,
                surroundings.stopwatch().elapsed(mark).plus(length),
                length,
                surroundings.clock().instant().plus(length),
                failure,
                last == null ? new AtomicBoolean() : last.lifted);
        period.set(begun);
        return begun;
    }

    /** Returns whether there was one to lift. */
    boolean lift() {
        Period last = end();
        return last != null && !last.isOver() && last.lifted.compareAndSet(false, true);
    }

    private synchronized @Nullable Period end() {
        return period.getAndSet(null);
    }

    /**
     * A cooldown from one asking of the server's to its end.
     *
     * @param mark of the stopwatch, near the beginning
     * @param end time from the mark on, after which it is over
     * @param length of the whole
     * @param until the end, by the clock
     * @param failure in which the server asked
     * @param lifted whether it has ended before its time
     */
    public record Period(
            MonotonicClock stopwatch,
            long mark,
            Duration end,
            Duration length,
            Instant until,
            Throwable failure,
            AtomicBoolean lifted) {

        public boolean isLifted() {
            return lifted.get();
        }

        /** Returns the time left in whole milliseconds, rounded up. */
        public Duration left() {
            Duration left = end.minus(stopwatch.elapsed(mark));
            return left.isNegative()
                    ? Duration.ZERO
                    : Duration.ofMillis(left.plusNanos(999_999).toMillis());
        }

        boolean isOver() {
            return left().isZero();
        }
    }
}
