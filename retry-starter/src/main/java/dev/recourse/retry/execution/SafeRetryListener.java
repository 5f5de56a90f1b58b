package dev.recourse.retry.execution;

import dev.recourse.retry.failure.FatalErrors;
import java.util.function.BooleanSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

/** A user's listener whose exceptions are logged instead of ending the call. */
final class SafeRetryListener implements RetryListener {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** A listener that makes a call of its own is not told of what happens to that: it might never end. */
    private static final ThreadLocal<Boolean> TELLING = new ThreadLocal<>();

    private final RetryListener listener;

    SafeRetryListener(RetryListener listener) {
        this.listener = listener;
    }

    @Override
    public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
        return call(() -> listener.open(context, callback));
    }

    @Override
    public <T, E extends Throwable> void close(
            RetryContext context, RetryCallback<T, E> callback, @Nullable Throwable failure) {
        tell(() -> listener.close(context, callback, failure));
    }

    @Override
    public <T, E extends Throwable> void onSuccess(
            RetryContext context, RetryCallback<T, E> callback, @Nullable T result) {
        tell(() -> listener.onSuccess(context, callback, result));
    }

    @Override
    public <T, E extends Throwable> void onError(
            RetryContext context, RetryCallback<T, E> callback, Throwable failure) {
        tell(() -> listener.onError(context, callback, failure));
    }

    private void tell(Runnable event) {
        call(() -> {
            event.run();
            return true;
        });
    }

    private boolean call(BooleanSupplier event) {
        if (Boolean.TRUE.equals(TELLING.get())) {
            return true;
        }
        TELLING.set(true);
        try {
            return event.getAsBoolean();
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            log.warn("RetryListener " + listener.getClass().getName() + " failed, the call goes on", ex);
            return true;
        } finally {
            TELLING.remove();
        }
    }
}
