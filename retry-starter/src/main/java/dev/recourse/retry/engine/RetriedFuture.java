package dev.recourse.retry.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;

/** What the caller has of a call that returns a future: it completes with the outcome of the last attempt. */
final class RetriedFuture<T extends @Nullable Object> extends CompletableFuture<T>
        implements BiConsumer<T, Throwable>, PendingCall.Caller, Runnable {

    private final FutureRetries retries;
    private final RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts;
    private final Settings settings;
    private final long start;
    private final CallContext context;
    private volatile @Nullable CompletionStage<T> attempt;
    private volatile @Nullable PendingCall pending;

    /**
     * Creates the future in the thread of the caller.
     *
     * @param start when the first attempt began
     */
    RetriedFuture(
            FutureRetries retries,
            RetryCallback<? extends @Nullable CompletionStage<T>, ?> attempts,
            Settings settings,
            long start) {
        this.retries = retries;
        this.attempts = attempts;
        this.settings = settings;
        this.start = start;
        this.context = CallContext.capture();
    }

    /** Waits for an attempt under way. */
    void follow(CompletionStage<T> stage) {
        attempt = stage;
        if (isDone()) {
            cancelAttempt(true);
        }
        stage.whenComplete(this);
    }

    @Override
    public void accept(T value, @Nullable Throwable failure) {
        attempt = null;
        if (failure == null) {
            super.complete(value);
        } else if (!isDone()) {
            context.run(() -> failed(unwrap(failure)));
        }
    }

    private void failed(Throwable failure) {
        PendingCall call = pending;
        if (call == null) {
            call = retries.pending(attempts.getLabel(), settings, start, this);
            pending = call;
            if (isDone()) {
                return;
            }
        }
        call.failed(failure);
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable unwrapped = failure;
        while (unwrapped instanceof CompletionException && unwrapped.getCause() != null) {
            unwrapped = unwrapped.getCause();
        }
        return unwrapped;
    }

    @Override
    public void again() {
        try {
            retries.executor().execute(this);
        } catch (RejectedExecutionException ex) {
            PendingCall call = pending;
            if (call != null) {
                call.refused();
            }
        }
    }

    @Override
    public void run() {
        if (!isDone()) {
            context.run(() -> follow(FutureRetries.attempt(attempts)));
        }
    }

    @Override
    public void end(Throwable failure) {
        super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean done = super.cancel(mayInterruptIfRunning);
        if (done) {
            endWait();
            cancelAttempt(mayInterruptIfRunning);
        }
        return done;
    }

    @Override
    public boolean complete(T value) {
        boolean done = super.complete(value);
        if (done) {
            endWait();
        }
        return done;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean done = super.completeExceptionally(failure);
        if (done) {
            endWait();
        }
        return done;
    }

    private void endWait() {
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
