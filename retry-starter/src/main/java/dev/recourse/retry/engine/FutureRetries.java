package dev.recourse.retry.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.context.RetryContextSupport;

/** Goes on with calls that return a future and whose first attempt has failed. */
public final class FutureRetries {

    private final Surroundings surroundings;
    private final PendingCall.Waits waits;
    private final Supplier<? extends Executor> executor;

    /**
     * Creates the retries.
     *
     * @param executor asked for with each attempt after the first, for what runs it
     */
    public FutureRetries(
            Surroundings surroundings, Timer timer, WaitingCalls calls, Supplier<? extends Executor> executor) {
        this.surroundings = surroundings;
        this.waits = new PendingCall.Waits(timer, calls);
        this.executor = executor;
    }

    /** Makes a call, and returns a future for its outcome. */
    public <T extends @Nullable Object> CompletableFuture<T> call(
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts, Settings settings) {
        long start = start();
        return follow(attempt(attempts), attempts, settings, start);
    }

    /** Returns the mark to hand in with the call that begins now. */
    public long start() {
        return surroundings.stopwatch().start();
    }

    /**
     * Returns a future for the outcome of the call: the one that is handed in, where that has it already.
     *
     * @param first what the first attempt returned
     * @param attempts makes one attempt
     * @param settings of the call
     * @param start when the first attempt began
     */
    public <T extends @Nullable Object> CompletableFuture<T> follow(
            CompletionStage<T> first,
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            long start) {
        if (first instanceof CompletableFuture<T> future && future.isDone() && !future.isCompletedExceptionally()) {
            return future;
        }
        RetriedFuture<T> outcome = new RetriedFuture<>(this, attempts, settings, start);
        outcome.follow(first);
        return outcome;
    }

    /** Makes an attempt that fails in no other way than through what it returns. */
    static <T extends @Nullable Object> CompletionStage<T> attempt(
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts) {
        try {
            CompletionStage<T> stage = attempts.doWithRetry(new RetryContextSupport(null));
            return stage != null
                    ? stage
                    : CompletableFuture.failedFuture(
                            new NullPointerException(attempts.getLabel() + " returned null instead of a future"));
        } catch (Throwable ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    PendingCall pending(@Nullable String label, Settings settings, long start, PendingCall.Caller caller) {
        return new PendingCall(new FailedCall(String.valueOf(label), settings, start, surroundings), caller, waits);
    }

    Executor executor() {
        return executor.get();
    }
}
