package dev.recourse.retry.idempotency;

import org.jspecify.annotations.Nullable;

/** The trace of a reactive call, whose requests are noted in the Reactor context if somebody looks there. */
public final class ReactiveAttemptTrace extends ThreadAttemptTrace {

    private volatile @Nullable RequestLog log;

    /**
     * Creates the trace of a call.
     *
     * @param beginMark mark of the {@link EventOrder} at which its first attempt began
     */
    public ReactiveAttemptTrace(long beginMark) {
        super(beginMark);
    }

    /** Returns whether there is a log. */
    public boolean isLogged() {
        return log != null;
    }

    /** Takes what the attempts send from a log, too. */
    public void readFrom(RequestLog log) {
        this.log = log;
    }

    @Override
    public SentRequests sent() {
        RequestLog known = log;
        SentRequests inContext = known == null ? SentRequests.UNKNOWN : known.since(beginMark());
        return inContext.compareTo(super.sent()) > 0 ? inContext : super.sent();
    }
}
