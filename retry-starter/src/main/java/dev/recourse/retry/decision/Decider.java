package dev.recourse.retry.decision;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.delay.DelayResult;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.CauseChain;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The decision about a failure or a cooldown, made from nothing but what is handed in. */
public final class Decider {

    private static final String REST_OF_COOLDOWN = "the rest of the cooldown";

    private Decider() {}

    /**
     * Decides about the failure of an attempt.
     *
     * @param facts what else is known of the attempt
     * @param used time since the first attempt began
     */
    public static Decision decide(
            Settings settings, Failure failure, AttemptFacts facts, DelayContext context, Duration used) {
        if (CauseChain.of(failure.exception()).stream().anyMatch(RetryLaterException.class::isInstance)) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "it says itself when to call again");
        }
        if (facts.retriedWithin()) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, "a call within it has been retried already");
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
        String objection = RepeatGuard.objection(settings, failure, facts.sent(), answer);
        if (objection != null) {
            return Decision.GiveUp.asHarmful(objection, requestedDelay(answer, settings));
        }
        if (context.attempt() > settings.maxRetries()) {
            return new Decision.GiveUp(Outcome.EXHAUSTED, "no retry is left", requestedDelay(answer, settings));
        }
        if (answer instanceof DelayResult.Delay delay) {
            return withoutUsedUp(facts.usedUp(), settings, decide(settings, delay, context, used));
        }
        if (answer instanceof DelayResult.Stop stop) {
            return new Decision.GiveUp(Outcome.NOT_RETRYABLE, stop.reason() + " forbids it");
        }
        return new Decision.GiveUp(Outcome.NO_TIME, "no source of its rule '" + rule + "' had an answer");
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
                ? Decision.GiveUp.asHarmful(usedUp + " cannot be read again", wait.requestedDelay())
                : new Decision.HandOff(wait.delay(), wait.explanation(), wait.requestedDelay());
    }

    private static Decision decide(Settings settings, DelayResult.Delay answer, DelayContext context, Duration used) {
        Duration delay = longer(answer.delay(), settings.minDelay());
        Duration room = shorter(settings.maxWait(), settings.timeout().minus(used));
        Duration requestedDelay = requestedDelay(answer, settings);
        if (settings.handOff() == HandOff.ALWAYS) {
            return new Decision.HandOff(delay, answer.source(), requestedDelay);
        }
        if (delay.compareTo(room) > 0) {
            return tooLong(settings, delay, settings.maxWait(), answer.source(), requestedDelay);
        }
        Duration jitter = shorter(jitter(delay, settings, context.random()), room.minus(delay));
        return new Decision.Wait(delay, jitter, answer.kind(), answer.source(), requestedDelay);
    }

    /**
     * Decides about a call that may not be made yet.
     *
     * @param left what is left of the cooldown
     * @param length of the whole cooldown: those who wait for its end come back spread over a share of it
     * @param held time for which the caller has been held already since its last attempt
     * @param used time since the call began
     */
    public static Decision decide(
            Settings settings, Duration left, Duration length, RandomGenerator random, Duration held, Duration used) {
        Duration longest = settings.maxWait().minus(held);
        Duration room = shorter(longest, settings.timeout().minus(used));
        if (settings.handOff() == HandOff.ALWAYS) {
            return new Decision.HandOff(left, Decision.END_OF_COOLDOWN, Duration.ZERO);
        }
        if (left.compareTo(room) > 0) {
            return tooLong(settings, left, longest, REST_OF_COOLDOWN, Duration.ZERO);
        }
        Duration spread = shorter(jitter(length, settings, random), room.minus(left));
        return new Decision.Wait(left, spread, null, REST_OF_COOLDOWN, Duration.ZERO);
    }

    private static Decision tooLong(
            Settings settings, Duration delay, Duration longest, String explanation, Duration requestedDelay) {
        if (settings.handOff() == HandOff.BEYOND_MAX_WAIT) {
            return new Decision.HandOff(delay, explanation, requestedDelay);
        }
        String limit = delay.compareTo(longest) > 0 ? "max-wait" : "what is left of timeout";
        return new Decision.GiveUp(
                Outcome.NO_TIME,
                "%s, %s, is more than %s".formatted(Text.of(delay), explanation, limit),
                requestedDelay);
    }

    private static Duration requestedDelay(DelayResult answer, Settings settings) {
        return answer instanceof DelayResult.Delay delay && delay.kind().isAskedByServer()
                ? longer(delay.delay(), settings.minDelay())
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
