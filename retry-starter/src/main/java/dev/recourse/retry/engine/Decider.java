package dev.recourse.retry.engine;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.delay.Answer;
import dev.recourse.retry.delay.DelayContext;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;

/** The decision about a failure, made from nothing but what is handed in. */
final class Decider {

    private Decider() {}

    /**
     * Decides about the failure of an attempt.
     *
     * @param used time since the first attempt began
     */
    static Decision decide(Settings settings, Failure failure, DelayContext context, Duration used) {
        if (failure.exception() instanceof RetryLaterException) {
            return new Decision.GiveUp("it says itself when to call again");
        }
        Rule rule = settings.rule(failure);
        if (rule == null) {
            return new Decision.GiveUp("no rule covers it");
        }
        if (rule.isNever()) {
            return new Decision.GiveUp("its rule is never");
        }
        if (context.attempt() > settings.maxRetries()) {
            return new Decision.GiveUp("no retry is left");
        }
        Answer answer = rule.answer(failure, context);
        if (answer instanceof Answer.Delay delay) {
            return decide(settings, delay, context, used);
        }
        if (answer instanceof Answer.Stop stop) {
            return new Decision.GiveUp(stop.reason() + " forbids it");
        }
        return new Decision.CutShort("no source of its rule '" + rule + "' had an answer");
    }

    private static Decision decide(Settings settings, Answer.Delay answer, DelayContext context, Duration used) {
        Duration delay = longer(answer.delay(), settings.minDelay());
        if (settings.handOff() == HandOff.ALWAYS) {
            return new Decision.HandOff(delay);
        }
        Duration room = shorter(settings.maxWait(), settings.timeout().minus(used));
        if (delay.compareTo(room) <= 0) {
            Duration jitter = shorter(jitter(delay, settings, context), room.minus(delay));
            return new Decision.Wait(delay, jitter, answer.source());
        }
        if (settings.handOff() == HandOff.BEYOND_MAX_WAIT) {
            return new Decision.HandOff(delay);
        }
        String limit = delay.compareTo(settings.maxWait()) > 0 ? "max-wait" : "what is left of timeout";
        return new Decision.CutShort("%s, %s, is more than %s".formatted(Text.of(delay), answer.source(), limit));
    }

    private static Duration jitter(Duration delay, Settings settings, DelayContext context) {
        double share = settings.jitterFactor() * context.random().nextDouble();
        return Duration.ofMillis((long) (delay.toMillis() * share));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
