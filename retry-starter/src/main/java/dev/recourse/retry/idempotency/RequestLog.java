package dev.recourse.retry.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * Takes note of requests as they are sent, one log for each thread and one for each reactive call.
 *
 * <p>A log knows only the latest requests, each by its mark in the {@link EventOrder}. So nobody needs to clear it, and a
 * call that succeeds never looks at it.
 */
public final class RequestLog {

    private static final int LATEST = 0;
    private static final int LATEST_UNSAFE = 1;
    private static final int UNSAFE_BEFORE = 2;

    /** An array, which does not keep the class loader of an application that is gone. */
    private static final ThreadLocal<long @Nullable []> OF_THREAD = new ThreadLocal<>();

    private final long[] marks = new long[3];
    private final @Nullable RequestLog outer;

    /**
     * Creates the log of a reactive call.
     *
     * @param outer log of the call within which this one is made, if any
     */
    public RequestLog(@Nullable RequestLog outer) {
        this.outer = outer;
    }

    /** Takes note of a request that this thread sends. */
    static void noteInThread(String method) {
        long[] marks = OF_THREAD.get();
        if (marks == null) {
            marks = new long[3];
            OF_THREAD.set(marks);
        }
        note(marks, EventOrder.next(), HttpMethods.isIdempotent(method));
    }

    /** Takes note of a request that is sent within the reactive call, in any thread. */
    void note(String method) {
        long mark = EventOrder.next();
        boolean idempotent = HttpMethods.isIdempotent(method);
        for (RequestLog log = this; log != null; log = log.outer) {
            synchronized (log) {
                note(log.marks, mark, idempotent);
            }
        }
    }

    private static void note(long[] marks, long mark, boolean idempotent) {
        marks[LATEST] = mark;
        if (!idempotent) {
            marks[UNSAFE_BEFORE] = marks[LATEST_UNSAFE];
            marks[LATEST_UNSAFE] = mark;
        }
    }

    /** Returns what this thread has sent since a mark of the {@link EventOrder}. */
    public static SentRequests ofThreadSince(long mark) {
        long[] marks = OF_THREAD.get();
        return marks == null ? SentRequests.UNKNOWN : since(marks, mark);
    }

    /** Returns what the latest request of this thread was, if it was sent since a mark of the {@link EventOrder}. */
    static SentRequests latestOfThreadSince(long mark) {
        long[] marks = OF_THREAD.get();
        if (marks == null || marks[LATEST] <= mark) {
            return SentRequests.UNKNOWN;
        }
        return marks[LATEST] == marks[LATEST_UNSAFE] ? SentRequests.NOT_IDEMPOTENT : SentRequests.IDEMPOTENT;
    }

    /** Returns what the reactive call has sent since a mark of the {@link EventOrder}. */
    public synchronized SentRequests since(long mark) {
        return since(marks, mark);
    }

    private static SentRequests since(long[] marks, long mark) {
        if (marks[LATEST_UNSAFE] <= mark) {
            return marks[LATEST] <= mark ? SentRequests.UNKNOWN : SentRequests.IDEMPOTENT;
        }
        boolean followed = marks[LATEST] > marks[LATEST_UNSAFE] || marks[UNSAFE_BEFORE] > mark;
        return followed ? SentRequests.NOT_IDEMPOTENT_EARLIER : SentRequests.NOT_IDEMPOTENT;
    }
}
