package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import java.time.Duration;

/** A delay by chance, every one between two bounds equally likely. */
record RandomDelay(Duration min, Duration max, String text) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        long millis = context.random().nextLong(min.toMillis(), max.toMillis() + 1);
        return new DelayResult.Delay(Duration.ofMillis(millis), SourceKind.RANDOM, text);
    }

    @Override
    public Duration certain() {
        return min;
    }
}
