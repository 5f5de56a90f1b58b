package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.Scheduler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import org.springframework.retry.context.RetryContextSupport;

/** Goes on with calls that return a future and have failed or come in a cooldown. */
public final class FutureRetryExecutor {

    private final Waits waits;
    private final Supplier<? extends Executor> executor;

    /**
     * Creates the retries.
     *
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     * @param executor asked for with each attempt after the first, for what runs it
     */
    public FutureRetryExecutor(
            Scheduler timer,
            ScheduledRetryRegistry calls,
            Supplier<List<RetryListener>> listeners,
            Supplier<? extends Executor> executor) {
        this.waits = new Waits(timer, calls, new RetryListeners(listeners));
        this.executor = executor;
    }

    /**
     * Makes a call, and returns a future for its outcome.
     *
     * @param attempts makes one attempt
     * @param settings of the call
     * @param state of its client
     */
    public <T extends @Nullable Object> CompletableFuture<T> call(
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts, Settings settings, RetryClient state) {
        long start = state.start();
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
            return arrive(attempts, settings, state, start);
        }
        return begin(attempts, settings, state, null, start);
    }

    /**
     * Makes a call that comes when there may be a cooldown, or that has an idempotency key.
     *
     * @param start when the call arrived
     */
    public <T extends @Nullable Object> CompletableFuture<T> arrive(
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            RetryClient state,
            long start) {
        IdempotencyKey key = state.newKey();
        if (state.cooldown() == null) {
            return begin(attempts, settings, state, key, start);
        }
        RetryFuture<T> outcome = new RetryFuture<>(this, attempts, settings, state, key, start, EventOrder.now());
        outcome.begin();
        return outcome;
    }

    /**
     * Returns a future for the outcome of a call without an idempotency key.
     *
     * @param first what the first attempt returned
     * @param start when the first attempt began
     * @param mark of the order of events, then too
     */
    public <T extends @Nullable Object> CompletableFuture<T> follow(
            CompletionStage<T> first,
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            RetryClient state,
            long start,
            long mark) {
        return follow(first, attempts, settings, state, null, start, mark);
    }

    private <T extends @Nullable Object> CompletableFuture<T> follow(
            CompletionStage<T> first,
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            RetryClient state,
            @Nullable IdempotencyKey key,
            long start,
            long mark) {
        RetryFuture<T> outcome = new RetryFuture<>(this, attempts, settings, state, key, start, mark);
        outcome.follow(first);
        return outcome;
    }

    private <T extends @Nullable Object> CompletableFuture<T> begin(
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            RetryClient state,
            @Nullable IdempotencyKey key,
            long start) {
        state.count();
        long mark = EventOrder.now();
        CompletionStage<T> first = attempt(attempts, key);
        return first instanceof CompletableFuture<T> future && hasSucceeded(future)
                ? future
                : follow(first, attempts, settings, state, key, start, mark);
    }

    /** Returns whether there is nothing left to do for a call. */
    public static boolean hasSucceeded(CompletionStage<?> stage) {
        return stage instanceof CompletableFuture<?> future && future.isDone() && !future.isCompletedExceptionally();
    }

    /** Makes an attempt that fails in no other way than through what it returns. */
    static <T extends @Nullable Object> CompletionStage<T> attempt(
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts, @Nullable IdempotencyKey key) {
        IdempotencyKey outer = IdempotencyKey.bind(key);
        try {
            CompletionStage<T> stage = attempts.doWithRetry(new RetryContextSupport(null));
            return stage != null
                    ? stage
                    : CompletableFuture.failedFuture(
                            new NullPointerException(attempts.getLabel() + " returned null instead of a future"));
        } catch (Throwable ex) {
            return CompletableFuture.failedFuture(ex);
        } finally {
            IdempotencyKey.bind(outer);
        }
    }

    Waits waits() {
        return waits;
    }

    Executor executor() {
        return executor.get();
    }
}
