package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.time.Scheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries out calls that return a future. */
public final class FutureRetryExecutor extends AbstractRetryExecutor {

    /** Of {@code CompletableFuture.completedStage}: a future by its type only, which throws where it is asked as one. */
    private static final Class<?> MINIMAL_STAGE =
            CompletableFuture.completedStage(true).getClass();

    private final Scheduler scheduler;
    private final Supplier<? extends Executor> executor;

    /**
     * Creates the executor.
     *
     * @param executor asked for with each attempt after the first, for what runs it
     */
    public FutureRetryExecutor(
            Scheduler scheduler,
            ScheduledRetryRegistry registry,
            RetryListeners listeners,
            Supplier<? extends Executor> executor) {
        super(registry, listeners);
        this.scheduler = scheduler;
        this.executor = executor;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Executor executor() {
        return executor.get();
    }

    /** Makes a call, and returns a future for its outcome: that of the first attempt, if that has succeeded already. */
    public <T extends @Nullable Object> CompletableFuture<T> call(
            Attempt<? extends @Nullable CompletionStage<T>, ?> attempt) {
        long start = attempt.client().start();
        long mark = EventOrder.now();
        return attempt.client().admit() ? follow(make(attempt, null), attempt, start, mark) : arrive(attempt, start);
    }

    /**
     * Makes a call that was not admitted at once: there may be a cooldown, an idempotency key,
     * or a call to continue.
     *
     * @param start when the call arrived
     */
    public <T extends @Nullable Object> CompletableFuture<T> arrive(
            Attempt<? extends @Nullable CompletionStage<T>, ?> attempt, long start) {
        RetryClient client = attempt.client();
        EarlierRuns earlier = EarlierRuns.of(attempt.label(), client);
        long mark = EventOrder.now();
        if (client.cooldown() == null && earlier.attempts() == 0) {
            client.count();
            return follow(make(attempt, earlier.key()), attempt, earlier, start, mark);
        }
        RetryFuture<T> outcome = new RetryFuture<>(this, attempt, earlier, start, mark);
        outcome.arrive();
        return outcome;
    }

    /**
     * Returns a future for the outcome of a call that was admitted at once.
     *
     * @param first what the first attempt has returned
     * @param start when the call arrived
     * @param mark of the order of events, when the first attempt began
     */
    public <T extends @Nullable Object> CompletableFuture<T> follow(
            CompletionStage<T> first,
            Attempt<? extends @Nullable CompletionStage<T>, ?> attempt,
            long start,
            long mark) {
        return follow(first, attempt, EarlierRuns.NONE, start, mark);
    }

    private <T extends @Nullable Object> CompletableFuture<T> follow(
            CompletionStage<T> first,
            Attempt<? extends @Nullable CompletionStage<T>, ?> attempt,
            EarlierRuns earlier,
            long start,
            long mark) {
        if (first instanceof CompletableFuture<T> future
                && hasSucceeded(future)
                && !(attempt.mayReturnFailure() && attempt.settings().failureIn(future.join()) != null)) {
            return future;
        }
        RetryFuture<T> outcome = new RetryFuture<>(this, attempt, earlier, start, mark);
        outcome.follow(first);
        return outcome;
    }

    /** Returns whether there is nothing left to do for a call. */
    public static boolean hasSucceeded(CompletionStage<?> stage) {
        return stage instanceof CompletableFuture<?> future
                && !isMinimal(future)
                && future.isDone()
                && !future.isCompletedExceptionally();
    }

    /** Returns whether a future can neither be asked nor cancelled. */
    static boolean isMinimal(Future<?> future) {
        return future.getClass() == MINIMAL_STAGE;
    }

    /** Makes an attempt that fails in no other way than through what it returns. */
    static <T extends @Nullable Object> CompletionStage<T> make(
            Attempt<? extends @Nullable CompletionStage<T>, ?> attempt, @Nullable IdempotencyKey key) {
        try {
            CompletionStage<T> stage = attempt.make(key);
            return stage != null
                    ? stage
                    : CompletableFuture.failedFuture(
                            new NullPointerException(attempt.label() + " returned null instead of a future"));
        } catch (Throwable ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }
}
