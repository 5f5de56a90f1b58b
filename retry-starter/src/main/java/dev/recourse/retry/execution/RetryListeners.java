package dev.recourse.retry.execution;

import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import org.springframework.util.function.SingletonSupplier;

/** The user's listeners of spring-retry. */
final class RetryListeners {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final Supplier<RetryListener[]> listeners;

    RetryListeners(Supplier<List<RetryListener>> listeners) {
        this.listeners = SingletonSupplier.of(
                () -> listeners.get().stream().map(SafeRetryListener::new).toArray(RetryListener[]::new));
    }

    RetryListener[] all() {
        return listeners.get();
    }

    /** Returns what tells of a call, or null if there is nobody to tell. */
    @Nullable
    ListenerNotifier listen(RetryCallback<?, ?> attempts) {
        RetryListener[] all;
        try {
            all = all();
        } catch (RuntimeException ex) {
            log.warn("A RetryListener cannot be created, the call goes on without", ex);
            return null;
        }
        return all.length == 0 ? null : new ListenerNotifier(all, attempts);
    }
}
