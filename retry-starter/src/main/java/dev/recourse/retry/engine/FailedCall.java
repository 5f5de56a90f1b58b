package dev.recourse.retry.engine;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A call of which an attempt has failed, or which a cooldown has kept back: what happened so far, what is to be done,
 * and what the caller gets.
 *
 * <p>Every way of waiting goes by it: {@link #failed} with each failure, and {@link #arrived} with a call that comes in a
 * cooldown. As long as the {@link #decision} is to wait, {@link #waiting} before and {@link #waited} after each wait. In
 * the end {@link #succeeded}, {@link #outcome} or {@link #keptBack}, once.
 */
final class FailedCall {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** How many suppressed exceptions of its own a failure may bring along. */
    private static final int OTHERS_SUPPRESSED = 8;

    private final String label;
    private final Settings settings;
    private final ClientState state;
    private final long start;
    private final List<Throwable> failures = new ArrayList<>(4);
    private @Nullable Failure last;
    private Instant decidedAt = Instant.EPOCH;
    private Duration lastUsed = Duration.ZERO;
    private Cooldown.@Nullable Period cooldown;
    private Decision decision = new Decision.GiveUp(Outcome.NOT_RETRYABLE, "a listener refused it");

    FailedCall(String label, Settings settings, ClientState state, long start) {
        this.label = label;
        this.settings = settings;
        this.state = state;
        this.start = start;
    }

    /** Takes note of a call that comes in a cooldown before its first attempt, and decides about it. */
    void arrived() {
        lookAtCooldown();
    }

    /** Takes note of the next failure, and decides about it. */
    void failed(Throwable exception) {
        Surroundings surroundings = state.surroundings();
        failures.add(exception);
        decidedAt = surroundings.clock().instant();
        lastUsed = used();
        last = Failure.of(exception);
        DelayContext context =
                new DelayContext(failures.size(), decidedAt, settings.maxBody().toBytes(), surroundings.random());
        decision = Decider.decide(settings, last, context, lastUsed);
        cooldown = decision.asked().isZero() ? null : state.leaveAlone(decision.asked(), exception);
        logEnd();
    }

    Decision decision() {
        return decision;
    }

    String label() {
        return label;
    }

    int maxAttempts() {
        return settings.maxRetries() == Integer.MAX_VALUE ? Integer.MAX_VALUE : 1 + settings.maxRetries();
    }

    /** Tells of a wait as it begins. */
    void waiting(Decision.Wait wait) {
        if (log.isInfoEnabled()) {
            String jitter = wait.jitter().isZero() ? "" : " (plus a jitter of " + Text.of(wait.jitter()) + ")";
            log.info(description() + ", next in " + Text.of(wait.delay()) + ", " + wait.explanation() + jitter);
        }
        state.events()
                .tell(() -> new RetryEvent.Wait(
                        settings.client(),
                        label,
                        failures.size(),
                        maxAttempts(),
                        wait.total(),
                        wait.condition(),
                        wait.source(),
                        wait.explanation(),
                        reason()));
    }

    /** Returns what completes if the wait of now is to end before its time, since the cooldown was lifted. */
    CompletionStage<Void> lifted() {
        return cooldown == null ? new CompletableFuture<>() : cooldown.lifted();
    }

    /** Returns whether the cooldown was lifted that is waited for. */
    boolean isLifted() {
        return cooldown != null && cooldown.lifted().isDone();
    }

    /** Takes note of an attempt that begins, of which the client counts the first. */
    void attempting() {
        if (failures.isEmpty()) {
            state.count();
        }
    }

    /** Takes note of a failure after which a listener refuses the call. */
    void refused(Throwable exception) {
        failures.add(exception);
    }

    /** Decides again after a wait: another caller may have been asked for more meanwhile. */
    void waited() {
        lookAtCooldown();
        logEnd();
    }

    private void lookAtCooldown() {
        Cooldown.Period period = state.cooldown();
        if (period == null) {
            decision = Decision.PROCEED;
            return;
        }
        cooldown = period;
        decidedAt = state.surroundings().clock().instant();
        Duration used = used();
        Duration held = used.minus(lastUsed);
        Duration left = period.left();
        decision = Decider.decide(
                settings, left, period.length(), state.surroundings().random(), held, used);
        if (failures.isEmpty() && decision instanceof Decision.GiveUp) {
            decision = new Decision.HandOff(left, Duration.ZERO);
        }
    }

    /** Hands off, where that may be, what is not waited for because the application context closes. */
    void closing() {
        if (decision instanceof Decision.Wait wait && settings.handOff() != HandOff.NEVER) {
            decision = new Decision.HandOff(wait.delay(), wait.asked());
        } else {
            decision = new Decision.GiveUp(Outcome.CANCELLED, "the application closes");
        }
    }

    /** Ends a call that nobody waits for any longer. */
    void cancelled() {
        decision = new Decision.GiveUp(Outcome.CANCELLED, "it was cancelled");
    }

    /** Tells of the end of a call that nobody waits for any longer, unless there is nothing to tell of it. */
    void abandoned() {
        cancelled();
        if (last != null || cooldown != null) {
            end(Outcome.CANCELLED, failures.size(), reason());
        }
    }

    /** Tells of a success after all. */
    void succeeded() {
        end(Outcome.SUCCESS, failures.size() + 1, null);
    }

    /**
     * Returns what the caller gets: the last failure itself, or the exception of a hand-off around it.
     *
     * @param first stands for the last failure where not even the first could be looked at
     */
    Throwable outcome(Throwable first) {
        Throwable end = failures.isEmpty() ? first : failures.get(failures.size() - 1);
        suppressEarlier(end);
        if (decision instanceof Decision.HandOff handOff) {
            Duration delay = handOff.delay();
            end = new RetryLaterException(delay, decidedAt.plus(delay), failures.size(), settings.client(), end);
        }
        end(outcome(), failures.size(), end);
        return end;
    }

    /** Returns what a caller gets whose call is not made at all. */
    RetryLaterException keptBack() {
        Cooldown.Period period = Objects.requireNonNull(cooldown, "not in a cooldown");
        RetryLaterException end =
                new RetryLaterException(period.left(), period.until(), 0, settings.client(), period.failure());
        end(outcome(), 0, end);
        return end;
    }

    private Outcome outcome() {
        if (decision instanceof Decision.HandOff) {
            return Outcome.HANDED_OFF;
        }
        return decision instanceof Decision.GiveUp giveUp ? giveUp.outcome() : Outcome.NOT_RETRYABLE;
    }

    private void end(Outcome outcome, int attempts, @Nullable Throwable failure) {
        state.events().tell(() -> new RetryEvent.End(settings.client(), label, attempts, outcome, failure));
    }

    private Duration used() {
        return state.surroundings().stopwatch().elapsed(start);
    }

    /** Returns what the caller gets, whether an attempt was made or not. */
    Throwable end() {
        return failures.isEmpty() ? keptBack() : outcome(failures.get(failures.size() - 1));
    }

    /** Says, while it waits, what does. */
    WaitingCalls.Call describe() {
        Instant until = decision instanceof Decision.Wait wait ? decidedAt.plus(wait.total()) : decidedAt;
        return new WaitingCalls.Call(settings.client(), label, failures.size(), until);
    }

    /** The same instance may be thrown by several attempts, and by other calls, with which it must not grow for ever. */
    private void suppressEarlier(Throwable last) {
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(last);
        Collections.addAll(known, last.getSuppressed());
        int room = failures.size() + OTHERS_SUPPRESSED - known.size();
        failures.stream().filter(known::add).limit(Math.max(0, room)).forEach(last::addSuppressed);
    }

    private Throwable reason() {
        return last != null
                ? last.exception()
                : Objects.requireNonNull(cooldown).failure();
    }

    private void logEnd() {
        if (!(decision instanceof Decision.GiveUp giveUp)) {
            if (decision instanceof Decision.HandOff handOff && log.isDebugEnabled()) {
                log.debug(description() + ", handed off for " + Text.of(handOff.delay()));
            }
        } else if (giveUp.outcome() == Outcome.NO_TIME) {
            log.warn(description() + ", the last: " + giveUp.reason());
        } else if (log.isDebugEnabled()) {
            log.debug(description() + ", the last: " + giveUp.reason());
        }
    }

    private String description() {
        return last == null
                ? label + " comes in a cooldown of client " + settings.client()
                : "%s failed with %s, attempt %d of %d".formatted(label, Text.of(last), failures.size(), maxAttempts());
    }
}
