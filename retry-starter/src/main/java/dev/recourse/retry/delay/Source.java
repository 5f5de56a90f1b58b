package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One place that a delay comes from. */
sealed interface Source
        permits AttributeDelay,
                BodyDelay,
                ExponentialDelay,
                FixedDelay,
                HeaderDelay,
                LongestDelay,
                RandomDelay,
                ServerDelay {

    DelayResult answer(Failure failure, DelayContext context);

    /** Returns the shortest delay of a source that always has an answer; null for one that may have none. */
    default @Nullable Duration certain() {
        return null;
    }

    /** Returns whether only a response can answer. */
    default boolean needsResponse() {
        return false;
    }

    /** Returns whether the source understands this header of the response. */
    default boolean reads(String header, FailedResponse response, Instant reference) {
        return false;
    }

    /** Turns what was read into an answer, never shorter than what was read. */
    static DelayResult delay(@Nullable Duration delay, SourceKind kind, String source) {
        return delay == null ? DelayResult.NONE : new DelayResult.Delay(roundUp(delay), kind, source);
    }

    /** Returns the next whole millisecond, at most {@link DelayResult#LONGEST}. */
    static Duration roundUp(Duration delay) {
        if (delay.compareTo(DelayResult.LONGEST) >= 0) {
            return DelayResult.LONGEST;
        }
        return Duration.ofMillis(delay.plusNanos(999_999).toMillis());
    }
}
