package dev.recourse.retry.engine;

import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.context.RetryContextSupport;

/** The policies by which spring-retry carries out the decisions about one call. */
final class BlockingCall implements RetryPolicy, BackOffPolicy {

    private final FailedCall call;
    private final Pause pause;

    BlockingCall(FailedCall call, Pause pause) {
        this.call = call;
        this.pause = pause;
    }

    @Override
    public RetryContext open(@Nullable RetryContext parent) {
        return new RetryContextSupport(parent);
    }

    @Override
    public void registerThrowable(RetryContext context, Throwable failure) {
        ((RetryContextSupport) context).registerThrowable(failure);
        call.failed(failure);
    }

    @Override
    public boolean canRetry(RetryContext context) {
        return context.getRetryCount() == 0
                || call.decision() instanceof Decision.Wait
                || call.decision() instanceof Decision.Proceed;
    }

    @Override
    public int getMaxAttempts() {
        return call.maxAttempts();
    }

    @Override
    public void close(RetryContext context) {}

    @Override
    public @Nullable BackOffContext start(RetryContext context) {
        return null;
    }

    @Override
    public void backOff(@Nullable BackOffContext context) {
        if (!hold()) {
            throw new BackOffInterruptedException("Not to be called again");
        }
    }

    /** Holds the thread as long as it is to wait; returns whether the call is to be made then. */
    boolean hold() {
        while (call.decision() instanceof Decision.Wait wait) {
            if (NonBlockingThread.isCurrent()) {
                call.refused("thread " + Thread.currentThread().getName() + " must not be blocked by a wait of "
                        + Text.of(wait.delay())
                        + ". Let the method return a Mono or Flux, or subscribe to what calls it"
                        + " on Schedulers.boundedElastic()");
                break;
            }
            call.waiting(wait);
            OuterTransaction.warnIfActive(call.label());
            try {
                if (pause.pause(wait.total(), call.lifted())) {
                    call.waited();
                } else {
                    call.closing();
                }
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
                call.cancelled();
            }
        }
        return call.decision() instanceof Decision.Proceed;
    }
}
