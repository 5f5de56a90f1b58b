package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import java.time.Duration;

/** Always the same delay. */
record FixedDelay(Duration delay) implements Source {

    @Override
    public DelayResult answer(Failure failure, DelayContext context) {
        return new DelayResult.Delay(delay, SourceKind.FIXED, "as configured");
    }

    @Override
    public Duration certain() {
        return delay;
    }
}
