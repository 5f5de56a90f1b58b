package dev.recourse.retry.delay;

import dev.recourse.retry.failure.Failure;
import java.time.Duration;

/** Always the same delay. */
record FixedDelay(Duration delay) implements Source {

    @Override
    public Answer answer(Failure failure, DelayContext context) {
        return new Answer.Delay(delay, SourceKind.FIXED, "as configured");
    }
}
