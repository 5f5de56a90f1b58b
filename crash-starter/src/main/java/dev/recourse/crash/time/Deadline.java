package dev.recourse.crash.time;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment of a monotonic clock until which somebody may wait. */
public final class Deadline {

    private final LongSupplier nanoTime;

    private final long end;

    private Deadline(LongSupplier nanoTime, long end) {
        this.nanoTime = nanoTime;
        this.end = end;
    }

    /**
     * Returns the deadline that ends after this time.
     *
     * @param nanoTime a clock as {@link System#nanoTime}
     */
    public static Deadline after(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /** Returns the deadline that ends after this time, measured with {@link System#nanoTime}. */
    public static Deadline after(Duration time) {
        return after(time, System::nanoTime);
    }

    /** Returns the earlier one of this deadline and the one that ends after this time. */
    public Deadline atMost(Duration time) {
        Deadline other = after(time, nanoTime);
        return other.end - end < 0 ? other : this;
    }

    /** Returns the time that is left: zero once it is over. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    /** Returns whether no time is left. */
    public boolean isOver() {
        return end - nanoTime.getAsLong() <= 0;
    }
}
