package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;

/** What the caller has of a call that returns a future: it completes with the outcome of the last attempt. */
final class RetryFuture<T extends @Nullable Object> extends CompletableFuture<T>
        implements BiConsumer<T, Throwable>, PendingCall.Caller {

    private final FutureRetryExecutor retries;
    private final RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts;
    private final Settings settings;
    private final RetryClient state;
    private final @Nullable IdempotencyKey key;
    private final long start;
    private final AttemptTrace trace;
    private final CapturedThreadLocals context;
    private volatile @Nullable CompletionStage<T> attempt;
    private volatile @Nullable PendingCall pending;

    /**
     * Creates the future in the thread of the caller.
     *
     * @param key that the attempts send, if any
     * @param start when the call arrived
     * @param mark of the order of events, when the first attempt began
     */
    RetryFuture(
            FutureRetryExecutor retries,
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            RetryClient state,
            @Nullable IdempotencyKey key,
            long start,
            long mark) {
        this.retries = retries;
        this.attempts = attempts;
        this.settings = settings;
        this.state = state;
        this.key = key;
        this.start = start;
        this.trace = new AttemptTrace(mark, null);
        this.context = CapturedThreadLocals.capture();
    }

    /** Begins in a cooldown. */
    void begin() {
        PendingCall call = PendingCall.arrived(this);
        pending = call;
        call.begin();
    }

    /** Waits for an attempt under way, which was begun in this thread just now. */
    void follow(CompletionStage<T> stage) {
        trace.leaveThread();
        attempt = stage;
        if (isDone()) {
            cancelAttempt(true);
        }
        stage.whenComplete(this);
    }

    @Override
    public void accept(T value, @Nullable Throwable failure) {
        attempt = null;
        if (failure != null) {
            trace.failInThread();
            context.run(() -> failed(unwrap(failure)));
            return;
        }
        PendingCall call = pending;
        if (call != null) {
            call.succeeded(value);
        }
        super.complete(value);
    }

    private void failed(Throwable failure) {
        PendingCall call = pending;
        if (call == null) {
            call = PendingCall.attempting(this);
            pending = call;
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
    public String label() {
        return String.valueOf(attempts.getLabel());
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public RetryClient clientState() {
        return state;
    }

    @Override
    public @Nullable IdempotencyKey key() {
        return key;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public AttemptTrace trace() {
        return trace;
    }

    @Override
    public @Nullable String usedUp() {
        return ReadsOnce.usedUp(attempts);
    }

    @Override
    public Waits waits() {
        return retries.waits();
    }

    @Override
    public RetryCallback<?, ?> attempts() {
        return attempts;
    }

    /** Leaves the timer's thread to other calls. */
    @Override
    public void resume(Runnable task) {
        retries.executor().execute(() -> context.run(task));
    }

    @Override
    public void attempt() {
        follow(FutureRetryExecutor.attempt(attempts, key));
    }

    @Override
    public void end(Throwable failure) {
        super.completeExceptionally(failure);
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
        PendingCall call = pending;
        if (call != null) {
            call.cancel();
        }
    }

    private void cancelAttempt(boolean mayInterruptIfRunning) {
        if (attempt instanceof Future<?> future) {
            future.cancel(mayInterruptIfRunning);
        }
    }
}
