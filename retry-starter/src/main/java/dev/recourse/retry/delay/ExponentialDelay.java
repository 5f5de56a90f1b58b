package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import java.time.Duration;

/** A delay that grows by a factor with each attempt, up to a maximum. */
record ExponentialDelay(Duration first, Duration max, double factor, String text) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        return new DelayResult.Delay(first.isZero() ? first : delay(context.attempt()), SourceKind.EXPONENTIAL, text);
    }

    private Duration delay(int attempt) {
        double millis = first.toMillis() * Math.pow(factor, attempt - 1.0);
        return millis < max.toMillis() ? Duration.ofMillis(Math.round(millis)) : max;
    }

    @Override
    public Duration certain() {
        return first;
    }
}
