package dev.recourse.retry.engine;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** A call of which an attempt has failed: what happened so far, what is to be done, and what the caller gets. */
final class FailedCall {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** How many suppressed exceptions of its own a failure may bring along. */
    private static final int OTHERS_SUPPRESSED = 8;

    private final String label;
    private final Settings settings;
    private final long start;
    private final Surroundings surroundings;
    private final List<Throwable> failures = new ArrayList<>(4);
    private Instant failedAt = Instant.EPOCH;
    private String description = "";
    private Decision decision = new Decision.GiveUp("a listener refused it");

    FailedCall(String label, Settings settings, long start, Surroundings surroundings) {
        this.label = label;
        this.settings = settings;
        this.start = start;
        this.surroundings = surroundings;
    }

    /** Takes note of the next failure, and decides about it. */
    void failed(Throwable exception) {
        failures.add(exception);
        failedAt = surroundings.clock().instant();
        Failure failure = Failure.of(exception);
        DelayContext context =
                new DelayContext(failures.size(), failedAt, settings.maxBody().toBytes(), surroundings.random());
        decision = Decider.decide(
                settings, failure, context, surroundings.stopwatch().elapsed(start));
        description = "%s failed with %s, attempt %d of %d"
                .formatted(label, Text.of(failure), failures.size(), maxAttempts());
        tellOfEnd();
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

    /** Hands off, where that may be, what is not waited for because the application context closes. */
    void closing() {
        if (decision instanceof Decision.Wait wait && settings.handOff() != HandOff.NEVER) {
            decision = new Decision.HandOff(wait.delay());
        }
    }

    /**
     * Returns what the caller gets: the last failure itself, or the exception of a hand-off around it.
     *
     * @param first stands for the last failure where not even the first could be looked at
     */
    Throwable outcome(Throwable first) {
        Throwable last = failures.isEmpty() ? first : failures.get(failures.size() - 1);
        suppressEarlier(last);
        if (decision instanceof Decision.HandOff handOff) {
            Duration delay = handOff.delay();
            return new RetryLaterException(delay, failedAt.plus(delay), failures.size(), settings.client(), last);
        }
        return last;
    }

    /** Returns what the caller gets after a failure. */
    Throwable outcome() {
        return outcome(failures.get(failures.size() - 1));
    }

    /** Says, while it waits, what does. */
    WaitingCalls.Call describe() {
        Instant until = decision instanceof Decision.Wait wait
                ? failedAt.plus(wait.delay()).plus(wait.jitter())
                : failedAt;
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

    /** Tells of a wait as it begins. */
    void waiting(Decision.Wait wait) {
        if (log.isInfoEnabled()) {
            String jitter = wait.jitter().isZero() ? "" : " (plus a jitter of " + Text.of(wait.jitter()) + ")";
            log.info(description + ", next in " + Text.of(wait.delay()) + ", " + wait.source() + jitter);
        }
    }

    private void tellOfEnd() {
        if (decision instanceof Decision.CutShort cutShort) {
            log.warn(description + ", the last: " + cutShort.reason());
        } else if (decision instanceof Decision.GiveUp giveUp && log.isDebugEnabled()) {
            log.debug(description + ", the last: " + giveUp.reason());
        } else if (decision instanceof Decision.HandOff handOff && log.isDebugEnabled()) {
            log.debug(description + ", handed off for " + Text.of(handOff.delay()));
        }
    }
}
