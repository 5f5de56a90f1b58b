package dev.recourse.retry.durable;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.time.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** Runs stored calls that are due, and says what becomes of each. */
public final class StoredCallRunner {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** When is looked again at a call that this node cannot run, and another one perhaps can. */
    private static final Duration LATER = Duration.ofMinutes(1);

    /** A deployment takes less, during which some nodes do not know a method. */
    private static final Duration LONGEST_UNKNOWN = Duration.ofHours(1);

    private final StoredMethodRegistry methods;
    private final StoredCallFormat format;
    private final VerdictWriter verdicts;
    private final FailedRuns failedRuns;
    private final StoredCallInvoker invoker;
    private final RetryEventDispatcher events;
    private final RunLimit limit;
    private final MonotonicClock clock;
    private final Duration expires;

    /**
     * Creates the runner.
     *
     * @param expires age from which on a call is parked
     */
    public StoredCallRunner(
            StoredMethodRegistry methods,
            StoredCallFormat format,
            StoredCallWriter calls,
            CallStore store,
            StoredTrace trace,
            BeanFactory beans,
            RetryEventDispatcher events,
            RunLimit limit,
            MonotonicClock clock,
            Duration expires) {
        this.methods = methods;
        this.format = format;
        this.verdicts = new VerdictWriter(format, events);
        this.failedRuns = new FailedRuns(calls, store, verdicts);
        this.invoker = new StoredCallInvoker(beans, trace);
        this.events = events;
        this.limit = limit;
        this.clock = clock;
        this.expires = expires;
    }

    /**
     * Runs a call, in this thread and without ever waiting.
     *
     * @param due when the call was to be run, by the store's time
     * @param now by the store's time
     */
    public Verdict run(String id, String data, Instant due, Instant now) {
        if (!limit.begin()) {
            return new Verdict.Leave(limit.nextTurn(now));
        }
        long start = clock.start();
        try {
            return runNow(id, data, due, now);
        } finally {
            limit.end(clock.elapsed(start));
        }
    }

    private Verdict runNow(String id, String data, Instant due, Instant now) {
        StoredCall call;
        StoredMethod method;
        @Nullable Object[] arguments;
        try {
            call = format.read(data);
            if (now.isBefore(call.notBefore())) {
                return new Verdict.Leave(call.notBefore());
            }
            method = methods.find(call.name(), call.bean());
            if (call.isExpired(now, expires)) {
                return verdicts.park(id, call, ParkReason.EXPIRED, call.attempt(), null);
            }
            if (method == null) {
                return withoutMethod(id, call, now);
            }
            arguments = format.arguments().read(method, call);
        } catch (NewerVersionException ex) {
            log.warn("Stored call " + id + " is left to another node: " + ex.getMessage());
            return new Verdict.Leave(now.plus(LATER));
        } catch (UnreadableCallException ex) {
            return verdicts.unreadable(id, String.valueOf(ex.getMessage()));
        }
        events.tell(() -> new RetryEvent.Resume(
                call.client(), method.label(), id, call.attempt(), late(due, call.notBefore(), now)));
        return invoke(id, call, method, arguments);
    }

    private static Duration late(Instant due, Instant notBefore, Instant now) {
        Duration late = Duration.between(due.isBefore(notBefore) ? notBefore : due, now);
        return late.isNegative() ? Duration.ZERO : late;
    }

    private Verdict invoke(String id, StoredCall call, StoredMethod method, @Nullable Object[] arguments) {
        StoredRun run = StoredRun.bind(method);
        try {
            invoker.invoke(call, method, arguments);
            return new Verdict.Done();
        } catch (Throwable failure) {
            FatalErrors.rethrow(failure);
            return failedRuns.after(id, call, method, run, failure);
        } finally {
            run.close();
        }
    }

    private Verdict withoutMethod(String id, StoredCall call, Instant now) {
        Instant since = call.unknownSince();
        if (since == null) {
            log.warn("Stored call " + id + " is of " + call.name() + ", which no bean of this node has. If none has it"
                    + " for an hour, the call is parked. Add the name to storedAs of the method that it is now.");
            return verdicts.again(id, call.unknownSince(now), now.plus(LATER));
        }
        return Duration.between(since, now).compareTo(LONGEST_UNKNOWN) < 0
                ? new Verdict.Leave(now.plus(LATER))
                : verdicts.park(id, call, ParkReason.UNKNOWN, call.attempt(), null);
    }

    /** Parks a call whose data the engine cannot read. */
    public Verdict.Park unreadable(String id, String problem) {
        return verdicts.unreadable(id, problem);
    }
}
