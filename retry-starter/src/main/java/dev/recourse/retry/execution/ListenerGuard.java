package dev.recourse.retry.execution;

import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import java.util.function.BooleanSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Calls the listeners that users write: none of them can break a call. */
public final class ListenerGuard {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final ThreadLocal<Boolean> TELLING = new ThreadLocal<>();

    private ListenerGuard() {}

    /** Tells a listener of an event; what it throws is logged. */
    public static void tell(Object listener, Runnable event) {
        ask(listener, () -> {
            event.run();
            return true;
        });
    }

    /**
     * Does the same with an event that a listener may object to.
     *
     * <p>A listener that makes a retried call itself is not told of that call: it might never end.
     *
     * @return false if the listener objects; a listener that throws does not
     */
    public static boolean ask(Object listener, BooleanSupplier event) {
        if (Boolean.TRUE.equals(TELLING.get())) {
            return true;
        }
        TELLING.set(true);
        try {
            return event.getAsBoolean();
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            SafeLog.warn(log, "RetryListener " + listener.getClass().getName() + " failed. The call goes on.", ex);
            return true;
        } finally {
            TELLING.remove();
        }
    }
}
