package dev.recourse.retry.client;

import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The time during which a client's server is left alone. It is only ever extended, or lifted. */
public final class Cooldown {

    private final RetryEnvironment environment;
    private final Consumer<Period> atEnd;
    private volatile @Nullable Period period;

    /** @param atEnd told of a period that has ended, when somebody asks next */
    Cooldown(RetryEnvironment environment, Consumer<Period> atEnd) {
        this.environment = environment;
        this.atEnd = atEnd;
    }

    /** Returns whether there may be a cooldown: false is certain, and costs one volatile read. */
    boolean isPossible() {
        return period != null;
    }

    /** Returns the current cooldown, or null. */
    @Nullable
    Period current() {
        Period last = period;
        if (last == null || !last.isOver()) {
            return last;
        }
        if (forget(last)) {
            atEnd.accept(last);
        }
        return null;
    }

    /**
     * Begins a cooldown, or extends the current one.
     *
     * @param length from now on
     * @param failure in which the server asked
     * @return the new one, or null if the current one lasts as long anyway
     */
    synchronized @Nullable Period begin(Duration length, Throwable failure) {
        Period last = current();
        if (last != null && last.left().compareTo(length) >= 0) {
            return null;
        }
        Period begun = new Period(environment, length, failure, last);
        period = begun;
        return begun;
    }

    /** Returns whether there was a cooldown to lift. */
    boolean lift() {
        Period last = end();
        return last != null && !last.isOver() && last.lifted.compareAndSet(false, true);
    }

    private synchronized @Nullable Period end() {
        Period last = period;
        period = null;
        return last;
    }

    private synchronized boolean forget(Period over) {
        if (period != over) {
            return false;
        }
        period = null;
        return true;
    }

    /** A cooldown from one request of the server's to its end. */
    public static final class Period {

        private final MonotonicClock clock;
        private final long mark;

        /** Time from the mark to the end: the mark may be a little behind. */
        private final Duration end;

        private final Duration length;
        private final Instant until;
        private final Throwable failure;

        /** Whether it has ended before its time; the same for all periods that extend each other. */
        private final AtomicBoolean lifted;

        /** Calls that were not made; the same for all periods that extend each other. */
        private final AtomicInteger rejections;

        private final boolean extension;

        private Period(RetryEnvironment environment, Duration length, Throwable failure, @Nullable Period extended) {
            this.clock = environment.monotonic();
            this.mark = clock.start();
            this.end = clock.elapsed(mark).plus(length);
            this.length = length;
            this.until = environment.clock().instant().plus(length);
            this.failure = failure;
            this.lifted = extended == null ? new AtomicBoolean() : extended.lifted;
            this.rejections = extended == null ? new AtomicInteger() : extended.rejections;
            this.extension = extended != null;
        }

        /** Returns whether it extends another. */
        boolean isExtension() {
            return extension;
        }

        /** Counts a call that is not made because of it; returns their number. */
        int countRejection() {
            return rejections.incrementAndGet();
        }

        int rejections() {
            return rejections.get();
        }

        /** Returns the length of the whole. */
        public Duration length() {
            return length;
        }

        /** Returns when it ends, by the time of day. */
        public Instant until() {
            return until;
        }

        /** Returns the failure in which the server asked for it. */
        public Throwable failure() {
            return failure;
        }

        /** Returns whether it was lifted before its time. */
        public boolean isLifted() {
            return lifted.get();
        }

        /** Returns the time left in whole milliseconds, rounded up. */
        public Duration left() {
            Duration left = end.minus(clock.elapsed(mark));
            return left.isNegative()
                    ? Duration.ZERO
                    : Duration.ofMillis(left.plusNanos(999_999).toMillis());
        }

        private boolean isOver() {
            return left().isZero();
        }
    }
}
