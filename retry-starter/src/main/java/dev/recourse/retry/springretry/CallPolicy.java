package dev.recourse.retry.springretry;

import dev.recourse.retry.execution.BlockingCall;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffPolicy;

/** Passes the questions of a template on to the call that its context belongs to. */
final class CallPolicy implements RetryPolicy, BackOffPolicy {

    @Override
    public RetryContext open(@Nullable RetryContext parent) {
        throw new UnsupportedOperationException("A call brings its own context");
    }

    @Override
    public void registerThrowable(RetryContext context, Throwable failure) {
        CallContext call = (CallContext) context;
        call.call().failed(failure);
        call.failed(call.call().failures(), failure);
    }

    @Override
    public boolean canRetry(RetryContext context) {
        return !((CallContext) context).call().hasEnded();
    }

    @Override
    public void close(RetryContext context) {}

    @Override
    public BackOffContext start(RetryContext context) {
        return new Wait(((CallContext) context).call());
    }

    @Override
    public void backOff(@Nullable BackOffContext wait) {
        if (wait != null) {
            ((Wait) wait).call.awaitAttempt();
        }
    }

    private record Wait(BlockingCall<?, ?> call) implements BackOffContext {}
}
