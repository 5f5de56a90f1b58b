package dev.recourse.retry.idempotency;

/** The trace of a call whose requests are noted in the threads that send them. */
public sealed class ThreadAttemptTrace implements AttemptTrace permits ReactiveAttemptTrace {

    private long beginMark;
    private SentRequests sent = SentRequests.UNKNOWN;

    /**
     * Creates the trace of a call.
     *
     * @param beginMark mark of the {@link EventOrder} at which its first attempt began
     */
    public ThreadAttemptTrace(long beginMark) {
        this.beginMark = beginMark;
    }

    @Override
    public long beginMark() {
        return beginMark;
    }

    @Override
    public SentRequests sent() {
        return sent;
    }

    @Override
    public void update(long beginMark, SentRequests sent) {
        this.beginMark = beginMark;
        this.sent = sent;
    }
}
