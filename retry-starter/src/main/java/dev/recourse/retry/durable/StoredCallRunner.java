package dev.recourse.retry.durable;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.client.Cooldown;
import dev.recourse.retry.durable.StoredCall.LastFailure;
import dev.recourse.retry.durable.StoredCallFormat.NewerVersionException;
import dev.recourse.retry.durable.StoredCallFormat.UnreadableException;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.time.MonotonicClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/** Runs stored calls that are due, and says what becomes of each. */
public final class StoredCallRunner {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** When is looked again at a call that this node cannot run, and another one perhaps can. */
    private static final Duration LATER = Duration.ofMinutes(1);

    /** A deployment takes less, during which some nodes do not know a method. */
    private static final Duration LONGEST_UNKNOWN = Duration.ofHours(1);

    private final StoredMethods methods;
    private final StoredCallFormat format;
    private final StoredCalls calls;
    private final CallStore store;
    private final StoredTrace trace;
    private final BeanFactory beans;
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
            StoredMethods methods,
            StoredCallFormat format,
            StoredCalls calls,
            CallStore store,
            StoredTrace trace,
            BeanFactory beans,
            RetryEventDispatcher events,
            RunLimit limit,
            MonotonicClock clock,
            Duration expires) {
        this.methods = methods;
        this.format = format;
        this.calls = calls;
        this.store = store;
        this.trace = trace;
        this.beans = beans;
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
                return park(id, call, ParkReason.EXPIRED, call.attempt(), null);
            }
            if (method == null) {
                return withoutMethod(id, call, now);
            }
            arguments = format.readArguments(method, call);
        } catch (NewerVersionException ex) {
            log.warn("Stored call " + id + " is left to another node: " + ex.getMessage());
            return new Verdict.Leave(now.plus(LATER));
        } catch (UnreadableException ex) {
            return unreadable(id, String.valueOf(ex.getMessage()));
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
        ResumedCall resumed;
        try {
            resumed = ResumedCall.bind(call.label(), call.attempt(), call.key());
        } catch (IllegalArgumentException ex) {
            run.close();
            return unreadable(id, "Its key cannot be a header");
        }
        try {
            trace.run(method.label(), call.traceparent(), () -> invoke(method, arguments));
            return new Verdict.Done();
        } catch (Throwable failure) {
            FatalErrors.rethrow(failure);
            return afterFailure(id, call, method, run, failure);
        } finally {
            resumed.close();
            run.close();
        }
    }

    private void invoke(StoredMethod method, @Nullable Object[] arguments) throws Throwable {
        Object bean = beans.getBean(method.bean());
        Method invocable = AopUtils.selectInvocableMethod(method.method(), bean.getClass());
        ReflectionUtils.makeAccessible(invocable);
        try {
            invocable.invoke(bean, arguments);
        } catch (InvocationTargetException ex) {
            throw ex.getTargetException();
        }
    }

    private Verdict afterFailure(String id, StoredCall call, StoredMethod method, StoredRun run, Throwable failure) {
        RetryLaterException later = RetryLaterException.in(failure);
        Instant now = store.now();
        if (later == null) {
            if (Thread.currentThread().isInterrupted()) {
                // The engine does not wait any longer for this attempt: it has no outcome.
                return new Verdict.Leave(now.plus(LATER));
            }
            LastFailure last = StoredCalls.failure(method, failure);
            return park(
                    id,
                    call,
                    run.outcome() == Outcome.EXHAUSTED ? ParkReason.EXHAUSTED : ParkReason.NOT_RETRYABLE,
                    call.attempt() + 1,
                    last);
        }
        boolean byHand = later.label().isEmpty();
        int attempt = byHand ? call.attempt() + 1 : later.attempt();
        String label = byHand ? call.label() : later.label();
        if (byHand && attempt > method.settings().maxRetries()) {
            return park(id, call, ParkReason.EXHAUSTED, attempt, StoredCalls.failure(method, later));
        }
        boolean continued = label.equals(call.label());
        boolean attempted = !continued || attempt > call.attempt();
        String key = continued && later.idempotencyKey() == null ? call.key() : later.idempotencyKey();
        StoredCall next = call.after(label, attempt, key, now.plus(later.delay()), StoredCalls.failure(method, later));
        Duration spread = calls.jitter(method, attempted ? later.delay() : cooldown(run, later));
        if (attempted) {
            log.info(method.label() + " failed with " + next.failure() + ", attempt " + attempt + " of "
                    + method.settings().maxAttempts() + ", stored as " + id + ", next in "
                    + Text.of(later.delay()));
        }
        return new Verdict.Again(format.write(next), next.notBefore().plus(spread));
    }

    /** The callers that a cooldown keeps back come back spread over a share of its whole length. */
    private static Duration cooldown(StoredRun run, RetryLaterException later) {
        Cooldown.Period period = run.client().cooldown();
        return period == null ? later.delay() : period.length();
    }

    private Verdict withoutMethod(String id, StoredCall call, Instant now) {
        Instant since = call.unknownSince();
        if (since == null) {
            log.warn("Stored call " + id + " is of " + call.name() + ", which no bean of this node has. If none has it"
                    + " for an hour, the call is parked. Add the name to storedAs of the method that it is now.");
            return new Verdict.Again(format.write(call.unknownSince(now)), now.plus(LATER));
        }
        return Duration.between(since, now).compareTo(LONGEST_UNKNOWN) < 0
                ? new Verdict.Leave(now.plus(LATER))
                : park(id, call, ParkReason.UNKNOWN, call.attempt(), null);
    }

    private Verdict park(String id, StoredCall call, ParkReason reason, int attempts, @Nullable LastFailure last) {
        StoredCall parked = call.parked(reason, attempts, last);
        tellParked(id, call.client(), call.label(), parked.attempt(), reason, String.valueOf(parked.failure()));
        return new Verdict.Park(format.write(parked), reason);
    }

    /** Keeps the bytes as they are: a later version may read them. */
    public Verdict.Park unreadable(String id, String problem) {
        tellParked(id, StoredId.prefixOf(id), "?", 0, ParkReason.UNREADABLE, problem);
        return new Verdict.Park(null, ParkReason.UNREADABLE);
    }

    private void tellParked(String id, String client, String label, int attempts, ParkReason reason, String detail) {
        log.error("Stored call " + id + " of " + label + " is parked, " + reason + " after " + attempts
                + " attempts: " + detail + ". Run it again with POST, or drop it with DELETE,"
                + " on retryonstatus/stored/" + id + " of the actuator.");
        events.tell(() -> new RetryEvent.Park(client, label, id, attempts, reason.toString()));
    }
}
