package dev.recourse.retry.execution;

import dev.recourse.retry.failure.FailedValueException;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.SentRequests;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The future that the caller of a retried method gets. It completes with the outcome of the last attempt.
 *
 * <p>It is the trace of its attempts too, which saves memory where very many wait.
 */
final class RetryFuture<T extends @Nullable Object> extends CompletableFuture<T>
        implements BiFunction<T, Throwable, @Nullable Void>, RetryDriver, AttemptTrace {

    private final FutureRetryExecutor executor;
    private final Attempt<? extends @Nullable CompletionStage<T>, ?> attempt;
    private final EarlierRuns earlierRuns;
    private final long start;
    private long beginMark;
    private SentRequests sent = SentRequests.UNKNOWN;
    private final CapturedThreadLocals context;
    private volatile @Nullable CompletionStage<T> underWay;
    private volatile @Nullable RetryExecution execution;

    /**
     * Creates the future in the thread of the caller.
     *
     * @param start when the call arrived
     * @param beginMark of the order of events, when the first attempt began
     */
    RetryFuture(
            FutureRetryExecutor executor,
            Attempt<? extends @Nullable CompletionStage<T>, ?> attempt,
            EarlierRuns earlierRuns,
            long start,
            long beginMark) {
        this.executor = executor;
        this.attempt = attempt;
        this.earlierRuns = earlierRuns;
        this.start = start;
        this.beginMark = beginMark;
        this.context = CapturedThreadLocals.capture();
    }

    /** Begins a call that arrives in a cooldown, or that is continued. */
    void arrive() {
        RetryExecution call = RetryExecution.arriving(this);
        execution = call;
        call.arrive();
    }

    /** Waits for an attempt under way, which was begun in this thread just now. */
    void follow(CompletionStage<T> stage) {
        leaveThread();
        underWay = stage;
        if (isDone()) {
            cancelAttempt(true);
        }
        // Not whenComplete, which would put each failure into an exception of its own, for nobody.
        stage.handle(this);
    }

    /** Takes the outcome of the attempt. */
    @Override
    public @Nullable Void apply(T value, @Nullable Throwable failure) {
        underWay = null;
        Throwable reported = failure != null ? unwrap(failure) : failureIn(value);
        if (reported != null) {
            failInThread();
            context.run(() -> failed(reported));
        } else {
            succeeded(value);
        }
        return null;
    }

    private void succeeded(T value) {
        RetryExecution call = execution;
        try {
            if (call != null) {
                call.succeeded(value);
            }
        } finally {
            super.complete(value);
        }
    }

    private void failed(Throwable failure) {
        RetryExecution call = execution;
        if (call == null) {
            call = RetryExecution.attempting(this);
            execution = call;
        }
        if (isDone()) {
            call.cancel();
        } else {
            call.failed(failure);
        }
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable unwrapped = failure;
        while (unwrapped instanceof CompletionException && unwrapped.getCause() != null) {
            unwrapped = unwrapped.getCause();
        }
        return unwrapped;
    }

    @Override
    public Attempt<?, ?> attempt() {
        return attempt;
    }

    @Override
    public EarlierRuns earlierRuns() {
        return earlierRuns;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public AttemptTrace trace() {
        return this;
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

    @Override
    public FutureRetryExecutor executor() {
        return executor;
    }

    @Override
    public Future<?> schedule(RetryExecution execution, Duration delay) {
        return executor.scheduler().schedule(execution, delay);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // once it is due, there is nothing to cancel
    public void wake(RetryExecution execution) {
        executor.scheduler().schedule(execution::callIfLifted, Duration.ZERO);
    }

    /** Leaves the timer's thread to other calls. */
    @Override
    public void resume(Runnable task) {
        executor.executor().execute(() -> context.run(task));
    }

    /** Makes none if the caller has completed the future in a way that tells nobody, such as {@code obtrudeValue}. */
    @Override
    public void beginAttempt() {
        if (isDone()) {
            endCall();
        } else {
            follow(FutureRetryExecutor.make(attempt, key()));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // an attempt has returned the value
    public void end(Throwable failure) {
        if (failure instanceof FailedValueException failed) {
            super.complete((T) failed.value());
        } else {
            super.completeExceptionally(failure);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean done = super.cancel(mayInterruptIfRunning);
        if (done) {
            endCall();
            cancelAttempt(mayInterruptIfRunning);
        }
        return done;
    }

    @Override
    public boolean complete(T value) {
        boolean done = super.complete(value);
        if (done) {
            endCall();
        }
        return done;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean done = super.completeExceptionally(failure);
        if (done) {
            endCall();
        }
        return done;
    }

    private void endCall() {
        RetryExecution call = execution;
        if (call != null) {
            call.cancel();
        }
    }

    private void cancelAttempt(boolean mayInterruptIfRunning) {
        if (underWay instanceof Future<?> future && !FutureRetryExecutor.isMinimal(future)) {
            future.cancel(mayInterruptIfRunning);
        }
    }
}
