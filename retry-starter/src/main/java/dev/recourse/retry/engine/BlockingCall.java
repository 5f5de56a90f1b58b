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
    private final WaitingCalls calls;

    BlockingCall(FailedCall call, Pause pause, WaitingCalls calls) {
        this.call = call;
        this.pause = pause;
        this.calls = calls;
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
                if (pause(wait)) {
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

    private boolean pause(Decision.Wait wait) throws InterruptedException {
        Waiting waiting = new Held(call);
        calls.add(waiting);
        try {
            return pause.pause(wait.total(), call.lifted());
        } finally {
            calls.remove(waiting);
        }
    }

    /** A call whose thread itself learns of what ends its wait early. */
    private static final class Held extends Waiting {

        private final FailedCall call;

        private Held(FailedCall call) {
            this.call = call;
        }

        @Override
        void close() {}

        @Override
        void wake() {}

        @Override
        WaitingCalls.Call describe() {
            return call.describe();
        }
    }
}
