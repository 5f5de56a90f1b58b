package dev.recourse.retry.idempotency;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The order in which requests are sent and calls end, in all threads.
 *
 * <p>It is a clock that only such events move: to read it costs one volatile read, and what happened before a call never
 * looks as if it happened in it, however fast both are.
 */
public final class EventOrder {

    private static final AtomicLong LATEST = new AtomicLong();

    private EventOrder() {}

    /** Returns the current mark: each later event gets a greater one. */
    public static long now() {
        return LATEST.get();
    }

    /** Returns the mark of an event that happens now. */
    public static long next() {
        return LATEST.incrementAndGet();
    }
}
