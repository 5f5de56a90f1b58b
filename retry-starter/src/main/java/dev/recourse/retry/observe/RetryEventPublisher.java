package dev.recourse.retry.observe;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import dev.recourse.retry.time.DaemonThread;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Publishes retry events as application events, on a thread of its own.
 *
 * <p>The context would call the listeners on the thread of the call. A listener that is slow would hold that up, and on a
 * thread of Reactor all calls that share it.
 */
public final class RetryEventPublisher implements RetryEventListener, SmartLifecycle {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final int MOST_QUEUED = 1_000;
    private static final int IDLE_SECONDS = 10;
    private static final int LAST_SECONDS = 5;

    private static final List<ResolvableType> TYPES = List.of(
            type(RetryEvent.Wait.class),
            type(RetryEvent.End.class),
            type(RetryEvent.Resume.class),
            type(RetryEvent.Park.class),
            type(RetryEvent.CooldownStart.class),
            type(RetryEvent.CooldownLift.class));

    private final ApplicationContext context;
    private volatile @Nullable ThreadPoolExecutor executor;
    private volatile @Nullable Thread thread;
    private volatile boolean listening;
    private volatile boolean dropped;

    public RetryEventPublisher(ApplicationContext context) {
        this.context = context;
    }

    /** Returns whether the application has a listener; one that itself fails to call a client is not told of that. */
    @Override
    public boolean isListening() {
        return listening && Thread.currentThread() != thread;
    }

    @Override
    public void onEvent(RetryEvent event) {
        ThreadPoolExecutor current = executor;
        if (current == null) {
            return;
        }
        try {
            current.execute(() -> publish(event));
        } catch (RejectedExecutionException | OutOfMemoryError ex) {
            // The latter where there is no thread to be had.
            if (!dropped && !current.isShutdown()) {
                dropped = true;
                log.warn("Listeners of RetryEvent are too slow: events are dropped from now on while more than "
                        + MOST_QUEUED + " are left to tell");
            }
        }
    }

    private void publish(RetryEvent event) {
        try {
            context.publishEvent(event);
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            SafeLog.warn(log, "A listener of " + event.getClass().getName() + " failed.", ex);
        }
    }

    /** By then all listeners of the application are known. */
    @Override
    public void start() {
        ThreadPoolExecutor started = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_QUEUED), this::thread);
        started.allowCoreThreadTimeOut(true);
        executor = started;
        listening = hasListener(context);
    }

    /** Gives the listeners a last chance to hear what there is to tell. */
    @Override
    public void stop() {
        ThreadPoolExecutor stopped = executor;
        listening = false;
        executor = null;
        if (stopped == null) {
            return;
        }
        stopped.shutdown();
        try {
            if (!stopped.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
                log.warn("Listeners of RetryEvent are too slow: the last events are dropped");
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        stopped.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return executor != null;
    }

    /** Starts before and stops after all others, whose calls may fail until then. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private Thread thread(Runnable task) {
        Thread created = DaemonThread.of(task, "recourse-retry-events");
        created.setContextClassLoader(context.getClassLoader());
        thread = created;
        return created;
    }

    private static boolean hasListener(@Nullable ApplicationContext context) {
        return context != null
                && (!(context instanceof AbstractApplicationContext known)
                        || known.getApplicationListeners().stream().anyMatch(RetryEventPublisher::isOfRetries)
                        || hasListener(context.getParent()));
    }

    private static boolean isOfRetries(ApplicationListener<?> listener) {
        GenericApplicationListenerAdapter adapter = new GenericApplicationListenerAdapter(listener);
        return TYPES.stream().anyMatch(adapter::supportsEventType);
    }

    private static ResolvableType type(Class<? extends RetryEvent> type) {
        return ResolvableType.forClassWithGenerics(PayloadApplicationEvent.class, type);
    }
}
