package dev.recourse.retry.execution;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.client.Cooldown;
import dev.recourse.retry.decision.AttemptFacts;
import dev.recourse.retry.decision.Decider;
import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.decision.TimeSpent;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has happened to a call so far, what was decided about it, and what its caller gets. */
final class RetryProgress {

    private static final Decision REFUSED_BY_LISTENER =
            new Decision.GiveUp(Outcome.NOT_RETRYABLE, "a listener refused it");

    private static final Decision STORED = new Decision.GiveUp(Outcome.STORED, "it is stored");

    private final RetryCall call;
    private @Nullable Throwable last;

    /** The failures before the last one. */
    private List<Throwable> earlier = List.of();

    /** When the last attempt failed, and when the decision was made: nanoseconds since the call arrived. */
    private long failedAfter;

    private long decidedAfter;
    private Cooldown.@Nullable Period cooldown;
    private Decision decision = REFUSED_BY_LISTENER;

    RetryProgress(RetryCall call) {
        this.call = call;
    }

    Decision decision() {
        return decision;
    }

    /** Returns the number of attempts that have failed, in all runs. */
    int attempts() {
        long attempts = (long) call.earlierRuns().attempts() + (last == null ? 0 : earlier.size() + 1);
        return (int) Math.min(attempts, Integer.MAX_VALUE);
    }

    /** Returns the number of the attempt that has failed, 0 where a cooldown keeps the first one of this run back. */
    private int failedAttempt() {
        return last == null ? 0 : attempts();
    }

    /** Adds the failure of an attempt. */
    void add(Throwable failure) {
        if (last != null) {
            earlier = earlier.isEmpty() ? new ArrayList<>(1) : earlier;
            earlier.add(last);
        }
        last = failure;
    }

    /** Decides about the failure that was added. */
    void decide(Throwable exception) {
        Failure failure = call.settings().reader().read(exception);
        AttemptTrace trace = call.trace();
        AttemptFacts facts = new AttemptFacts(
                trace.sent(),
                RetriedFailures.contains(exception, trace.beginMark()),
                call.attempt().usedUp());
        Duration used = used();
        failedAfter = used.toNanos();
        decidedAfter = failedAfter;
        DelayContext context = new DelayContext(
                attempts(),
                call.client().environment().clock(),
                call.settings().maxBodyBytes(),
                call.client().environment().random());
        decision = Decider.afterFailure(call.settings(), failure, facts, context, used);
        UnreadLimits.tell(call, failure, context);
        obeyCooldown(exception);
        if (decision instanceof Decision.Wait && !call.client().spendRetry()) {
            decision = Decision.GiveUp.becauseOfSettings(
                    Outcome.NO_BUDGET,
                    "the retries of client %s are used up (budget.ratio %s, budget.min-per-second %d)"
                            .formatted(
                                    call.settings().client(),
                                    call.settings().budgetRatio(),
                                    call.settings().budgetMinPerSecond()),
                    Duration.ZERO);
        }
        RetryLogger.decided(call, failedAttempt(), reason(), decision);
        UncoveredFailures.tell(call, failure, decision);
        if (!(decision instanceof Decision.GiveUp) && Decider.isAssumedIdempotent(call.settings(), failure, facts)) {
            RetryLogger.assumedIdempotent(call);
        }
    }

    private void obeyCooldown(Throwable failure) {
        boolean requested = !decision.requestedDelay().isZero();
        Cooldown.Period period = requested
                ? call.client().startCooldown(decision.requestedDelay(), failure)
                : call.client().cooldown();
        cooldown = requested ? period : null;
        if (period != null
                && decision instanceof Decision.Wait wait
                && period.left().compareTo(wait.delay()) > 0) {
            waitFor(period);
        }
    }

    /** Decides about a call that arrives when there may be a cooldown. */
    void arrived() {
        waited();
    }

    /** Decides again after a wait: the server may have asked another caller for a longer delay meanwhile. */
    @SuppressWarnings("ReferenceEquality") // each period is one object
    void waited() {
        Cooldown.Period period = call.client().cooldown();
        if (period == null || period == cooldown) {
            decision = Decision.PROCEED;
            call.trace().begin();
        } else {
            waitFor(period);
            RetryLogger.decided(call, failedAttempt(), reason(), decision);
        }
    }

    private void waitFor(Cooldown.Period period) {
        cooldown = period;
        Duration used = used();
        decidedAfter = used.toNanos();
        decision = Decider.inCooldown(
                call.settings(),
                period.left(),
                period.length(),
                new TimeSpent(used, used.minusNanos(failedAfter)),
                call.client().environment().random());
        if (decision instanceof Decision.GiveUp && last == null) {
            handOff(period.left(), Decision.END_OF_COOLDOWN);
        }
        if (decision instanceof Decision.HandOff && last == null) {
            call.client().rejected(period, call.label());
        }
    }

    /** Returns whether the cooldown was lifted that is waited for. */
    boolean isCooldownLifted() {
        return cooldown != null && cooldown.isLifted();
    }

    /** Reports a wait that begins. */
    void waiting(Decision.Wait wait) {
        RetryLogger.waiting(call, failedAttempt(), reason(), wait);
    }

    /** Counts the first attempt of a call that begins it after a cooldown. */
    void attempting() {
        if (last == null) {
            call.client().count();
        }
    }

    /** Gives up because a listener refuses the call. */
    void refusedByListener() {
        decision = REFUSED_BY_LISTENER;
        RetryLogger.decided(call, failedAttempt(), reason(), decision);
    }

    /**
     * Ends a call that cannot wait where it was made.
     *
     * @param reason why, and what to change
     */
    void refused(String reason) {
        decision = new Decision.Refuse(reason);
    }

    /** Ends the wait because the application context closes: hands the call off where that is allowed. */
    void closing() {
        if (decision instanceof Decision.Wait wait && call.settings().handOff() != HandOff.NEVER) {
            handOff(wait.delay(), wait.explanation());
        } else {
            interrupted();
        }
    }

    /** Ends the wait because its thread was interrupted, or must not wait any longer. */
    void interrupted() {
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

    /** Reports the end of a call whose outcome nobody wants any more; returns why it had waited, null if it had not. */
    @Nullable
    Throwable reportCancelled() {
        decision = new Decision.GiveUp(Outcome.CANCELLED, "it was cancelled");
        if (last == null && cooldown == null) {
            return null;
        }
        RetryLogger.ended(call, Outcome.CANCELLED, attempts(), reason());
        return reason();
    }

    /** Reports a success, unless nothing had been in its way. */
    void reportSuccess() {
        if (attempts() > 0 || cooldown != null) {
            RetryLogger.ended(call, Outcome.SUCCESS, attempts() + 1, null);
        }
    }

    /** Reports the end, and returns what the caller gets: the last failure itself, or an exception around it. */
    Throwable end() {
        Throwable failure = reason();
        if (last != null) {
            SuppressedFailures.add(failure, earlier);
        }
        Throwable end = failure;
        if (decision instanceof Decision.HandOff handOff) {
            end = later(handOff, failure);
        } else if (decision instanceof Decision.Refuse refuse) {
            end = new IllegalStateException(refuse.reason(), failure);
        }
        if (call.attempt().takeOver(outcome(), end)) {
            decision = STORED;
        } else if (attempts() > 1 || (decision instanceof Decision.GiveUp giveUp && giveUp.isForAll())) {
            RetriedFailures.add(end);
        }
        RetryLogger.ended(call, outcome(), attempts(), end);
        return end;
    }

    /** Returns what the caller gets where something else than its call has failed, which is suppressed in it. */
    Throwable brokenBy(Throwable other) {
        Throwable failure = last != null ? last : other;
        if (failure != other) {
            failure.addSuppressed(other);
        }
        return failure;
    }

    private RetryLaterException later(Decision.HandOff handOff, Throwable failure) {
        Instant decidedAt = now().minus(used().minusNanos(decidedAfter));
        IdempotencyKey key = call.key();
        return new RetryLaterException(
                handOff.delay(),
                decidedAt.plus(handOff.delay()),
                attempts(),
                call.settings().client(),
                call.label(),
                key == null ? null : key.sent(),
                failure);
    }

    /** Returns how a call ends that does not succeed. */
    Outcome outcome() {
        if (decision instanceof Decision.HandOff) {
            return Outcome.HANDED_OFF;
        }
        return decision instanceof Decision.GiveUp giveUp ? giveUp.outcome() : Outcome.NOT_RETRYABLE;
    }

    /** Describes what waits. */
    ScheduledRetryRegistry.Call describe() {
        Duration left = decision instanceof Decision.Wait wait
                ? wait.total().plusNanos(decidedAfter).minus(used())
                : Duration.ZERO;
        return new ScheduledRetryRegistry.Call(
                call.settings().client(), call.label(), failedAttempt(), now().plus(left));
    }

    /** Returns what the last attempt failed with, or what began the cooldown that keeps the first one back. */
    Throwable reason() {
        return last != null
                ? last
                : Objects.requireNonNull(cooldown, "not in a cooldown").failure();
    }

    private Duration used() {
        return call.client().environment().monotonic().elapsed(call.start());
    }

    private Instant now() {
        return call.client().environment().clock().instant();
    }
}
