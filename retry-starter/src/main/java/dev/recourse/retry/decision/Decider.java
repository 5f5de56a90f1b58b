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

/** Decides about a failure or a cooldown, from nothing but what is handed in. */
public final class Decider {

    private Decider() {}

    /**
     * Decides about the failure of an attempt.
     *
     * @param used time since the call arrived
     */
    public static Decision afterFailure(Settings settings, Failure failure, DelayContext context, Duration used) {
        if (failure.exception() instanceof RetryLaterException) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "it says itself when to call again");
        }
        Condition condition = settings.condition(failure);
        if (condition == null) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "no rule covers it");
        }
        Rule rule = settings.rule(condition);
        if (rule.isNever()) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "its rule is never");
        }
        DelayResult answer = rule.answer(failure, context);
        Duration requested = requestedDelay(answer, settings);
        if (!settings.isIdempotent() && failure.mayBeProcessed() && !isTurnedAway(failure, answer)) {
            return Decision.GiveUp.becauseOfSettings(
                    Outcome.NOT_RETRYABLE, "the server may have processed it, and it is not idempotent", requested);
        }
        if (context.attempt() > settings.maxRetries()) {
            return new Decision.GiveUp(Outcome.EXHAUSTED, "no retry is left", requested);
        }
        if (answer instanceof DelayResult.Delay delay) {
            return fit(settings, Candidate.of(delay, settings, requested), used, Duration.ZERO, context.random());
        }
        if (answer instanceof DelayResult.Stop stop) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, stop.reason() + " forbids it");
        }
        return Decision.GiveUp.becauseOfSettings(
                Outcome.NO_TIME, "no source of its rule '" + rule + "' had an answer", Duration.ZERO);
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
        String limit = candidate.delay().compareTo(longest) > 0 ? "max-wait" : "what is left of timeout";
        return Decision.GiveUp.becauseOfSettings(
                Outcome.NO_TIME,
                "%s, %s, is more than %s".formatted(Text.of(candidate.delay()), candidate.explanation(), limit),
                candidate.requested());
    }

    /** A 503 that says when to come back is from a server that did not let the request in. */
    private static boolean isTurnedAway(Failure failure, DelayResult answer) {
        return failure.response() != null
                && failure.response().status() == 503
                && answer instanceof DelayResult.Delay delay
                && delay.asked() != null;
    }

    private static Duration requestedDelay(DelayResult answer, Settings settings) {
        return answer instanceof DelayResult.Delay delay && delay.asked() != null
                ? longer(delay.asked(), settings.minDelay())
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
