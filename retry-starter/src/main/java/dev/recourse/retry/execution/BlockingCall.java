package dev.recourse.retry.execution;

import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.time.Sleeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.context.RetryContextSupport;

/** A failed call as spring-retry knows it: its context, which holds its thread while it waits. */
final class BlockingCall extends RetryContextSupport {

    private final transient FailedCall call;
    private final transient Sleeper pause;
    private final transient ScheduledRetryRegistry calls;

    BlockingCall(FailedCall call, Sleeper pause, ScheduledRetryRegistry calls, @Nullable RetryContext parent) {
        super(parent);
        this.call = call;
        this.pause = pause;
        this.calls = calls;
        setAttribute(MAX_ATTEMPTS, call.maxAttempts());
    }

    @Override
    public void registerThrowable(@Nullable Throwable failure) {
        super.registerThrowable(failure);
        if (failure != null) {
            call.failedInThread(failure);
        }
    }

    boolean canRetry() {
        return getRetryCount() == 0
                || call.decision() instanceof Decision.Wait
                || call.decision() instanceof Decision.Proceed;
    }

    /** Holds the thread as long as it is to wait; returns whether the call is to be made then. */
    boolean hold() {
        while (call.decision() instanceof Decision.Wait wait) {
            if (NonBlockingThread.isCurrent()) {
                call.refused("Thread " + Thread.currentThread().getName() + " must not be blocked by a wait of "
                        + Text.of(wait.delay())
                        + ". Let the method return a Mono or Flux, or subscribe to what calls it"
                        + " on Schedulers.boundedElastic().");
                return false;
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
        if (wait.total().isZero()) {
            return pause.pause(Duration.ZERO);
        }
        Held held = new Held(call);
        calls.add(held);
        held.wake();
        try {
            return pause.pause(wait.total(), held.lifted);
        } finally {
            calls.remove(held);
        }
    }

    /** A call whose thread learns itself of a context that closes. */
    private static final class Held extends ScheduledRetry {

        private final FailedCall call;
        private final CompletableFuture<Void> lifted = new CompletableFuture<>();

        private Held(FailedCall call) {
            this.call = call;
        }

        @Override
        void close() {}

        @Override
        void wake() {
            if (call.isLifted()) {
                lifted.complete(null);
            }
        }

        @Override
        ScheduledRetryRegistry.Call describe() {
            return call.describe();
        }
    }
}
