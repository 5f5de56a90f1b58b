package dev.recourse.retry.event;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import java.util.List;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.function.SingletonSupplier;

/** Passes events on to the listeners. A listener that throws cannot break a call. */
public final class RetryEventDispatcher {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final Supplier<List<RetryEventListener>> listeners;

    /**
     * Creates the events.
     *
     * @param listeners asked for with the first event, so that a listener may itself use what is retried
     */
    public RetryEventDispatcher(Supplier<List<RetryEventListener>> listeners) {
        this.listeners = SingletonSupplier.of(listeners);
    }

    /** Tells each listener; the event is built only if there is one. */
    public void tell(Supplier<RetryEvent> event) {
        RetryEvent built = null;
        for (RetryEventListener listener : listeners()) {
            try {
                if (listener.isListening()) {
                    built = built != null ? built : event.get();
                    listener.onEvent(built);
                }
            } catch (Throwable ex) {
                FatalErrors.rethrow(ex);
                SafeLog.warn(log, "Listener " + listener.getClass().getName() + " failed. The call goes on.", ex);
            }
        }
    }

    private List<RetryEventListener> listeners() {
        try {
            return listeners.get();
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            SafeLog.warn(log, "The listeners of retries cannot be created. The call goes on without them.", ex);
            return List.of();
        }
    }
}
