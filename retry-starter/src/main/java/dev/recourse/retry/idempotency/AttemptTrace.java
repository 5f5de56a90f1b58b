package dev.recourse.retry.idempotency;

/** What is known of the latest attempt of a failed call besides its failure. */
public sealed class AttemptTrace permits ReactiveAttemptTrace {

    private long begin;
    private SentRequests sent = SentRequests.UNKNOWN;

    /**
     * Creates the trace of a call.
     *
     * @param begin mark of the {@link EventOrder} at which its first attempt began
     */
    public AttemptTrace(long begin) {
        this.begin = begin;
    }

    /** Takes note of another attempt, which begins now. */
    public void begin() {
        begin = EventOrder.now();
        sent = SentRequests.UNKNOWN;
    }

    /** Takes note of what this thread has sent in the attempt, before others use the thread. */
    public void leaveThread() {
        sent = RequestLog.ofThreadSince(begin);
    }

    /** Takes note of a failure that arrives in this thread, which was perhaps the one that sent the request. */
    public void failInThread() {
        if (sent() == SentRequests.UNKNOWN) {
            sent = RequestLog.latestOfThreadSince(begin);
        }
    }

    /** Returns when the attempt began, as a mark of the {@link EventOrder}. */
    public long beginMark() {
        return begin;
    }

    /** Returns what the attempt has sent so far. */
    public SentRequests sent() {
        return sent;
    }
}
