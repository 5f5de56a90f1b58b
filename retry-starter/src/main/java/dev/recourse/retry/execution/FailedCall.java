package dev.recourse.retry.execution;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.client.Cooldown;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.decision.AttemptFacts;
import dev.recourse.retry.decision.Decider;
import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call of which an attempt has failed, or which a cooldown keeps back: what happened so far, what is to be done, and
 * what the caller gets.
 *
 * <p>Every way of waiting goes by it: {@link #failed} with each failure, and {@link #arrived} with a call that comes in a
 * cooldown. As long as the {@link #decision} is to wait, {@link #waiting} before and {@link #waited} after each wait. In
 * the end {@link #succeeded}, {@link #outcome} or {@link #rejectedByCooldown}, once.
 */
final class FailedCall {

    /** How many suppressed exceptions of its own a failure may bring along. */
    private static final int OTHERS_SUPPRESSED = 8;

    private static final Decision REFUSED_BY_LISTENER =
            new Decision.GiveUp(Outcome.NOT_RETRYABLE, "a listener refused it");

    private final RetryCall arrival;
    private @Nullable Throwable last;

    /** The failures before the last one. */
    private List<Throwable> earlier = List.of();

    /** When the last attempt failed, and when the decision was made: nanoseconds since the arrival. */
    private long failedAfter;

    private long decidedAfter;
    private Cooldown.@Nullable Period cooldown;
    private Decision decision = REFUSED_BY_LISTENER;

    FailedCall(RetryCall arrival) {
        this.arrival = arrival;
    }

    /** Takes note of a call that comes when there may be a cooldown, and decides about it. */
    void arrived() {
        waited();
    }

    /** Does the same as {@link #failed} for an attempt that was made in this thread from its beginning to its end. */
    void failedInThread(Throwable exception) {
        arrival.trace().leaveThread();
        failed(exception);
    }

    /** Takes note of the next failure, and decides about it. */
    void failed(Throwable exception) {
        RetryEnvironment surroundings = state().surroundings();
        add(exception);
        Duration used = used();
        failedAfter = used.toNanos();
        decidedAfter = failedAfter;
        DelayContext context = new DelayContext(
                attempts(), surroundings.clock(), settings().maxBody().toBytes(), surroundings.random());
        Failure failure = Failure.of(exception);
        AttemptTrace trace = arrival.trace();
        AttemptFacts facts = new AttemptFacts(
                trace.sent(), RetriedFailures.contains(exception, trace.beginMark()), arrival.usedUp());
        decision = Decider.decide(settings(), failure, facts, context, used);
        obeyCooldown(exception);
        if (decision instanceof Decision.Wait && !state().budget().spend()) {
            decision = new Decision.GiveUp(
                    Outcome.NO_BUDGET, "the retries of client " + settings().client() + " are used up");
        }
        RetryLogger.decided(arrival, attempts(), reason(), decision);
        if (!(decision instanceof Decision.GiveUp) && Decider.isAssumedIdempotent(settings(), failure, facts)) {
            RetryLogger.assumedIdempotent(arrival);
        }
    }

    private void add(Throwable exception) {
        if (last != null) {
            earlier = earlier.isEmpty() ? new ArrayList<>(1) : earlier;
            earlier.add(last);
        }
        last = exception;
    }

    private int attempts() {
        return last == null ? 0 : earlier.size() + 1;
    }

    private void obeyCooldown(Throwable exception) {
        boolean requestedDelay = !decision.requestedDelay().isZero();
        Cooldown.Period period =
                requestedDelay ? state().startCooldown(decision.requestedDelay(), exception) : state().cooldown();
        cooldown = requestedDelay ? period : null;
        if (period != null
                && decision instanceof Decision.Wait wait
                && period.left().compareTo(wait.delay()) > 0) {
            waitFor(period);
        }
    }

    /** Decides again after a wait: the server may have asked another caller for more meanwhile. */
    void waited() {
        Cooldown.Period period = state().cooldown();
        if (period == null || period.equals(cooldown)) {
            decision = Decision.PROCEED;
            arrival.trace().begin();
        } else {
            waitFor(period);
            RetryLogger.decided(arrival, attempts(), reason(), decision);
        }
    }

    private void waitFor(Cooldown.Period period) {
        cooldown = period;
        Duration used = used();
        decidedAfter = used.toNanos();
        Duration held = used.minusNanos(failedAfter);
        decision = Decider.decide(
                settings(),
                period.left(),
                period.length(),
                state().surroundings().random(),
                held,
                used);
        if (decision instanceof Decision.GiveUp && last == null) {
            handOff(period.left(), Decision.END_OF_COOLDOWN);
        }
    }

    Decision decision() {
        return decision;
    }

    String label() {
        return arrival.label();
    }

    int maxAttempts() {
        return RetryLogger.maxAttempts(settings());
    }

    private Settings settings() {
        return arrival.settings();
    }

    private RetryClient state() {
        return arrival.clientState();
    }

    /** Tells of a wait as it begins. */
    void waiting(Decision.Wait wait) {
        RetryLogger.waiting(arrival, attempts(), reason(), wait);
    }

    /** Returns whether the cooldown was lifted that is waited for. */
    boolean isLifted() {
        return cooldown != null && cooldown.isLifted();
    }

    /** Takes note of an attempt that begins after a wait, of which the client counts the first. */
    void attempting() {
        if (last == null) {
            state().count();
        }
    }

    /** Takes note of a failure after which a listener refuses the call. */
    void refused(Throwable exception) {
        add(exception);
        decision = REFUSED_BY_LISTENER;
    }

    /** Hands off, where that may be, what is not waited for because the application context closes. */
    void closing() {
        if (decision instanceof Decision.Wait wait && settings().handOff() != HandOff.NEVER) {
            handOff(wait.delay(), wait.explanation());
        } else {
            cancelled();
        }
    }

    /** Ends a call that is not waited for any longer. */
    void cancelled() {
        if (last == null && cooldown != null) {
            decidedAfter = used().toNanos();
            handOff(cooldown.left(), Decision.END_OF_COOLDOWN);
        } else {
            decision = new Decision.GiveUp(Outcome.CANCELLED, "it was cancelled");
        }
    }

    private void handOff(Duration delay, String explanation) {
        decision = new Decision.HandOff(delay, explanation, Duration.ZERO);
    }

    /**
     * Ends a call that cannot be waited for where it was made.
     *
     * @param reason why, and what to change
     */
    void refused(String reason) {
        decision = new Decision.Refuse(reason);
    }

    /** Tells of the end of a call whose outcome nobody wants any longer, unless there is nothing to tell of it. */
    void reportCancelled() {
        if (last != null) {
            RetryLogger.ended(arrival, Outcome.CANCELLED, attempts(), last);
        } else if (cooldown != null) {
            RetryLogger.ended(arrival, Outcome.CANCELLED, 0, cooldownFailure());
        }
    }

    /** Tells of a success after all, unless nothing had been in its way. */
    void succeeded() {
        if (last != null || cooldown != null) {
            RetryLogger.ended(arrival, Outcome.SUCCESS, attempts() + 1, null);
        }
    }

    /**
     * Returns what the caller gets: the last failure itself, or the exception of a hand-off around it.
     *
     * @param first stands for the last failure where not even the first could be looked at
     */
    Throwable outcome(Throwable first) {
        Throwable end = last == null ? first : last;
        suppressEarlier(end);
        return end(end);
    }

    /** Returns what a caller gets whose call was never made, because of a cooldown. */
    Throwable rejectedByCooldown() {
        return end(cooldownFailure());
    }

    private Throwable end(Throwable failure) {
        if (decision instanceof Decision.HandOff handOff) {
            Instant decidedAt = now().minus(used().minusNanos(decidedAfter));
            Instant notBefore = decidedAt.plus(handOff.delay());
            IdempotencyKey key = arrival.key();
            String sent = key == null ? null : key.sent();
            Throwable later = new RetryLaterException(
                    handOff.delay(), notBefore, attempts(), settings().client(), sent, failure);
            RetryLogger.ended(arrival, Outcome.HANDED_OFF, attempts(), later);
            return later;
        }
        Outcome outcome = decision instanceof Decision.GiveUp giveUp ? giveUp.outcome() : Outcome.NOT_RETRYABLE;
        Throwable end = decision instanceof Decision.Refuse refuse
                ? new IllegalStateException(refuse.reason(), failure)
                : failure;
        if (attempts() > 1
                || outcome == Outcome.NO_BUDGET
                || (decision instanceof Decision.GiveUp giveUp && giveUp.harmful())) {
            RetriedFailures.add(end);
        }
        RetryLogger.ended(arrival, outcome, attempts(), end);
        return end;
    }

    private Throwable reason() {
        return last == null ? cooldownFailure() : last;
    }

    private Throwable cooldownFailure() {
        return Objects.requireNonNull(cooldown, "not in a cooldown").failure();
    }

    private Duration used() {
        return state().surroundings().stopwatch().elapsed(arrival.start());
    }

    private Instant now() {
        return state().surroundings().clock().instant();
    }

    /** Returns what the caller gets, whether an attempt was made or not. */
    Throwable end() {
        return last == null ? rejectedByCooldown() : outcome(last);
    }

    /** Says, while it waits, what does. */
    ScheduledRetryRegistry.Call describe() {
        Duration left = decision instanceof Decision.Wait wait
                ? wait.total().plusNanos(decidedAfter).minus(used())
                : Duration.ZERO;
        return new ScheduledRetryRegistry.Call(settings().client(), label(), attempts(), now().plus(left));
    }

    /** The same instance may be thrown by several attempts, and by other calls, with which it must not grow for ever. */
    private void suppressEarlier(Throwable end) {
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(end);
        Collections.addAll(known, end.getSuppressed());
        int room = attempts() + OTHERS_SUPPRESSED - known.size();
        earlier.stream().filter(known::add).limit(Math.max(0, room)).forEach(end::addSuppressed);
    }
}
