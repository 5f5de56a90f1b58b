package dev.recourse.retry.execution;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.failure.SafeLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** Registers the calls that wait. It ends them when the application context closes, and wakes them when a cooldown is lifted. */
public final class ScheduledRetryRegistry implements ApplicationListener<ContextClosedEvent>, RetryEventListener {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final ApplicationContext context;
    private @Nullable ScheduledRetry first;
    private volatile int count;
    private volatile boolean closed;

    public ScheduledRetryRegistry(ApplicationContext context) {
        this.context = context;
    }

    /**
     * A call that waits.
     *
     * @param client name of the client
     * @param call what is called
     * @param attempt number of the attempt that failed, 0 if a cooldown keeps the first one back
     * @param until when the next attempt is made
     */
    public record Call(String client, String call, int attempt, Instant until) {}

    /** Returns how many calls wait now. */
    public int count() {
        return count;
    }

    /** Returns the calls that wait now, no more than the given number, those that began last first. */
    public synchronized List<Call> latest(int most) {
        List<Call> calls = new ArrayList<>();
        for (ScheduledRetry link = first; link != null && calls.size() < most; link = link.next) {
            calls.add(link.describe());
        }
        return calls;
    }

    /** Returns whether the context has closed, so that nothing may wait any more. */
    boolean isClosed() {
        return closed;
    }

    synchronized void add(ScheduledRetry call) {
        call.next = first;
        if (first != null) {
            first.previous = call;
        }
        first = call;
        count++;
    }

    synchronized void remove(ScheduledRetry call) {
        if (call.previous != null) {
            call.previous.next = call.next;
        } else if (first == call) {
            first = call.next;
        } else {
            return;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
        count--;
    }

    @Override
    public boolean isListening() {
        return count > 0;
    }

    @Override
    public void onEvent(RetryEvent event) {
        if (event instanceof RetryEvent.CooldownLift) {
            tellAll(ScheduledRetry::wake);
        }
    }

    /** Does nothing for a child context, whose events arrive here too. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            closed = true;
            tellAll(ScheduledRetry::close);
        }
    }

    /** Who gets the end of one call may throw, and the others are still to be told. */
    private void tellAll(Consumer<ScheduledRetry> news) {
        for (ScheduledRetry call : all()) {
            try {
                news.accept(call);
            } catch (Throwable ex) {
                FatalErrors.rethrow(ex);
                SafeLog.warn(log, "The caller of " + call.describe().call() + " failed.", ex);
            }
        }
    }

    private synchronized List<ScheduledRetry> all() {
        List<ScheduledRetry> calls = new ArrayList<>(count);
        for (ScheduledRetry link = first; link != null; link = link.next) {
            calls.add(link);
        }
        return calls;
    }
}
