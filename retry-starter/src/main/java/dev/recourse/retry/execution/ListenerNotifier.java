package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import org.springframework.retry.context.RetryContextSupport;

/** Tells the user's listeners of a call as spring-retry's template does, which cannot wait without a thread. */
final class ListenerNotifier {

    private final RetryContextSupport context = new RetryContextSupport(null);
    private final RetryListener[] listeners;
    private final RetryCallback<Object, Throwable> attempts;
    private boolean open;

    @SuppressWarnings("unchecked") // nobody calls it with this type
    ListenerNotifier(RetryListener[] listeners, RetryCallback<?, ?> attempts) {
        this.listeners = listeners;
        this.attempts = (RetryCallback<Object, Throwable>) attempts;
    }

    /** Returns whether none of the listeners refuses the call. */
    boolean failed(Throwable failure) {
        if (!open) {
            open = true;
            for (RetryListener listener : listeners) {
                if (!listener.open(context, attempts)) {
                    return false;
                }
            }
        }
        context.registerThrowable(failure);
        for (int i = listeners.length - 1; i >= 0; i--) {
            listeners[i].onError(context, attempts, failure);
        }
        return true;
    }

    void succeeded(@Nullable Object value) {
        if (!open) {
            return;
        }
        for (int i = listeners.length - 1; i >= 0; i--) {
            listeners[i].onSuccess(context, attempts, value);
        }
        close();
    }

    void close() {
        if (!open) {
            return;
        }
        for (int i = listeners.length - 1; i >= 0; i--) {
            listeners[i].close(context, attempts, context.getLastThrowable());
        }
    }
}
