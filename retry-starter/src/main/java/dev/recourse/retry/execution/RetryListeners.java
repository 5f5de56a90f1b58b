package dev.recourse.retry.execution;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import dev.recourse.retry.settings.Settings;
import java.util.List;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** The user's listeners of all kinds. */
public final class RetryListeners {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final List<CallListenerFactory> factories;

    public RetryListeners(List<CallListenerFactory> factories) {
        this.factories = List.copyOf(factories);
    }

    /** Returns the listener of a call, or null if there is nobody to tell. */
    @Nullable
    CallListener listen(Attempt<?, ?> attempt, Settings settings) {
        CallListener all = null;
        for (CallListenerFactory factory : factories) {
            CallListener listener = create(factory, attempt, settings);
            if (listener != null) {
                all = all == null ? listener : new Both(all, listener);
            }
        }
        return all;
    }

    private static @Nullable CallListener create(
            CallListenerFactory factory, Attempt<?, ?> attempt, Settings settings) {
        try {
            return factory.create(attempt, settings);
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            SafeLog.warn(log, "A RetryListener cannot be created. The call goes on without it.", ex);
            return null;
        }
    }

    private record Both(CallListener first, CallListener second) implements CallListener {

        @Override
        public boolean failed(int attempt, Throwable failure) {
            boolean allowed = first.failed(attempt, failure);
            return second.failed(attempt, failure) && allowed;
        }

        @Override
        public void retrying() {
            first.retrying();
            second.retrying();
        }

        @Override
        public void succeeded(@Nullable Object value) {
            first.succeeded(value);
            second.succeeded(value);
        }

        @Override
        public void ended(Outcome outcome, Throwable failure) {
            first.ended(outcome, failure);
            second.ended(outcome, failure);
        }

        @Override
        public <T> @Nullable T unwrap(Class<T> type) {
            T found = first.unwrap(type);
            return found != null ? found : second.unwrap(type);
        }
    }
}
