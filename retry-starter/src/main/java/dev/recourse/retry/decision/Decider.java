package dev.recourse.retry.decision;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.delay.DelayResult;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides about a failure or a cooldown, from nothing but what is handed in. */
public final class Decider {

    private Decider() {}

    /**
     * Decides about the failure of an attempt.
     *
     * @param facts what else is known of the attempt
     * @param used time since the call arrived
     */
    public static Decision afterFailure(
            Settings settings, Failure failure, AttemptFacts facts, DelayContext context, Duration used) {
        if (RetryLaterException.in(failure.exception()) != null) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "it says itself when to call again");
        }
        if (facts.retriedWithin()) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "a call within it has been retried already");
        }
        Condition condition = settings.condition(failure);
        if (condition == null) {
            return Decision.UNCOVERED;
        }
        Rule rule = settings.rule(condition);
        if (rule.isNever()) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "its rule is never");
        }
        DelayResult answer = rule.answer(failure, context);
        Duration requested = requestedDelay(answer, settings);
        String objection = RepeatGuard.objection(settings, failure, facts.sent(), answer);
        if (objection != null) {
            return Decision.GiveUp.becauseOfSettings(Outcome.NOT_RETRYABLE, objection, requested);
        }
        if (context.attempt() > settings.maxRetries()) {
            return new Decision.GiveUp(
                    Outcome.EXHAUSTED, "max-retries (" + settings.maxRetries() + ") is used up", requested);
        }
        if (answer instanceof DelayResult.Delay delay) {
            Decision decision =
                    fit(settings, Candidate.of(delay, settings, requested), used, Duration.ZERO, context.random());
            return withoutUsedUp(facts.usedUp(), settings, decision);
        }
        if (answer instanceof DelayResult.Stop stop) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, stop.reason() + " forbids it");
        }
        return Decision.GiveUp.becauseOfSettings(
                Outcome.NO_TIME,
                "no source of its rule '" + rule + "' had an answer; add one that always has, as in '" + rule
                        + ", 30s'",
                Duration.ZERO);
    }

    /** Returns whether an attempt may be made again only because nothing tells what it has sent. */
    public static boolean isAssumedIdempotent(Settings settings, Failure failure, AttemptFacts facts) {
        return RepeatGuard.isUnknown(settings, failure, facts.sent());
    }

    /** Does not wait for an attempt that would find nothing to read: whoever calls again later brings it anew. */
    private static Decision withoutUsedUp(@Nullable String usedUp, Settings settings, Decision decision) {
        if (usedUp == null || !(decision instanceof Decision.Wait wait)) {
            return decision;
        }
        return settings.handOff() == HandOff.NEVER
                ? Decision.GiveUp.becauseOfSettings(
                        Outcome.NOT_RETRYABLE, usedUp + " cannot be read again", wait.requestedDelay())
                : new Decision.HandOff(wait.delay(), wait.explanation(), wait.requestedDelay());
    }

    /**
     * Decides about a call that a cooldown keeps back.
     *
     * @param left what is left of the cooldown
     * @param length of the whole cooldown: callers come back spread over a share of it
     */
    public static Decision inCooldown(
            Settings settings, Duration left, Duration length, TimeSpent spent, RandomGenerator random) {
        return fit(settings, Candidate.ofCooldown(left, length), spent.total(), spent.held(), random);
    }

    private static Decision fit(
            Settings settings, Candidate candidate, Duration used, Duration held, RandomGenerator random) {
        Duration delay = candidate.delay();
        if (settings.handOff() == HandOff.ALWAYS) {
            return new Decision.HandOff(delay, candidate.end(), candidate.requested());
        }
        Duration longest = settings.maxWait().minus(held);
        Duration room = shorter(longest, settings.timeout().minus(used));
        if (delay.compareTo(room) > 0) {
            return tooLong(settings, candidate, longest);
        }
        Duration jitter = shorter(jitter(candidate.spreadOver(), settings, random), room.minus(delay));
        return new Decision.Wait(delay, jitter, candidate.kind(), candidate.explanation(), candidate.requested());
    }

    private static Decision tooLong(Settings settings, Candidate candidate, Duration longest) {
        if (settings.handOff() == HandOff.BEYOND_MAX_WAIT) {
            return new Decision.HandOff(candidate.delay(), candidate.explanation(), candidate.requested());
        }
        String limit = candidate.delay().compareTo(longest) > 0
                ? "max-wait (" + Text.of(settings.maxWait())
                : "what is left of timeout (" + Text.of(settings.timeout());
        return Decision.GiveUp.becauseOfSettings(
                Outcome.NO_TIME,
                "%s, %s, is more than %s)".formatted(Text.of(candidate.delay()), candidate.explanation(), limit),
                candidate.requested());
    }

    private static Duration requestedDelay(DelayResult answer, Settings settings) {
        return answer instanceof DelayResult.Delay delay && delay.requested() != null
                ? longer(delay.requested(), settings.minDelay())
                : Duration.ZERO;
    }

    private static Duration jitter(Duration delay, Settings settings, RandomGenerator random) {
        double share = settings.jitterFactor() * random.nextDouble();
        return Duration.ofMillis((long) (delay.toMillis() * share));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
