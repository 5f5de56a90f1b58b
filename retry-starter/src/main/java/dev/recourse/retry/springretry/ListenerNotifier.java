package dev.recourse.retry.springretry;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.execution.Attempt;
import dev.recourse.retry.execution.CallListener;
import dev.recourse.retry.execution.ListenerGuard;
import dev.recourse.retry.settings.Settings;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

/** Tells the user's listeners of one call, in the order in which spring-retry's template does. */
final class ListenerNotifier implements CallListener {

    private final List<RetryListener> listeners;
    private final RetryCallback<@Nullable Object, Throwable> callback;
    private final CallContext context;
    private boolean open;

    ListenerNotifier(List<RetryListener> listeners, Attempt<?, ?> attempt, Settings settings) {
        this.listeners = listeners;
        this.callback = AttemptCallback.of(attempt);
        this.context = new CallContext(settings);
    }

    CallContext context() {
        return context;
    }

    @Override
    public boolean failed(int attempt, Throwable failure) {
        if (!open && !open()) {
            return false;
        }
        context.failed(attempt, failure);
        tellBackwards(listener -> listener.onError(context, callback, failure));
        return !context.isExhaustedOnly();
    }

    private boolean open() {
        open = true;
        for (RetryListener listener : listeners) {
            if (!ListenerGuard.ask(listener, () -> listener.open(context, callback))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void retrying() {}

    @Override
    public void succeeded(@Nullable Object value) {
        if (open) {
            tellBackwards(listener -> listener.onSuccess(context, callback, value));
            close();
        }
    }

    @Override
    public void ended(Outcome outcome, Throwable failure) {
        if (open) {
            if (outcome != Outcome.CANCELLED) {
                context.setAttribute(RetryContext.EXHAUSTED, true);
            }
            close();
        }
    }

    private void close() {
        context.setAttribute(RetryContext.CLOSED, true);
        tellBackwards(listener -> listener.close(context, callback, context.getLastThrowable()));
    }

    private void tellBackwards(Consumer<RetryListener> event) {
        for (int i = listeners.size() - 1; i >= 0; i--) {
            RetryListener listener = listeners.get(i);
            ListenerGuard.tell(listener, () -> event.accept(listener));
        }
    }
}
