package dev.recourse.retry.idempotency;

/** What is known of the latest attempt of a failed call besides its failure. */
public interface AttemptTrace {

    /** Returns when the attempt began, as a mark of the {@link EventOrder}. */
    long beginMark();

    /** Returns what the attempt has sent so far. */
    SentRequests sent();

    /** Takes over both. */
    void update(long beginMark, SentRequests sent);

    /** Takes note of another attempt, which begins now. */
    default void begin() {
        update(EventOrder.now(), SentRequests.UNKNOWN);
    }

    /** Takes note of what this thread has sent in the attempt, before others use the thread. */
    default void leaveThread() {
        update(beginMark(), RequestLog.ofThreadSince(beginMark()));
    }

    /** Takes note of a failure that arrives in this thread, which was perhaps the one that sent the request. */
    default void failInThread() {
        if (sent() == SentRequests.UNKNOWN) {
            update(beginMark(), RequestLog.latestOfThreadSince(beginMark()));
        }
    }
}
