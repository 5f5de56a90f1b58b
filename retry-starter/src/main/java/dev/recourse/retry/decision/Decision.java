package dev.recourse.retry.decision;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.delay.SourceKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to do after a failure, or in a cooldown. */
public sealed interface Decision {

    /** Explains the delay of a call that a cooldown keeps back. */
    String END_OF_COOLDOWN = "the end of the cooldown";

    Proceed PROCEED = new Proceed();

    /** Ends a call whose failure meets no condition. */
    GiveUp UNCOVERED = new GiveUp(RetryEvent.Outcome.NOT_RETRYABLE, "no rule covers it");

    /** Returns for how long the server asked to be left alone, zero if it did not. */
    Duration requestedDelay();

    /** Call now. */
    record Proceed() implements Decision {

        @Override
        public Duration requestedDelay() {
            return Duration.ZERO;
        }
    }

    /**
     * Hold the caller, then call again.
     *
     * @param delay how long, as the source said, but no less than {@code min-delay}
     * @param jitter how much longer
     * @param source kind of source that the delay came from, null in a cooldown
     * @param explanation of the delay, for a log line
     */
    record Wait(
            Duration delay, Duration jitter, @Nullable SourceKind source, String explanation, Duration requestedDelay)
            implements Decision {

        /** Returns the whole time for which the caller is held. */
        public Duration total() {
            return delay.plus(jitter);
        }
    }

    /**
     * Tell the caller when to call again.
     *
     * @param delay the whole interval, without jitter
     * @param explanation of the delay
     */
    record HandOff(Duration delay, String explanation, Duration requestedDelay) implements Decision {}

    /**
     * End the call, which was made in a way in which it can never wait.
     *
     * @param reason why, and what to change
     */
    record Refuse(String reason) implements Decision {

        @Override
        public Duration requestedDelay() {
            return Duration.ZERO;
        }
    }

    /**
     * End the call with its failure.
     *
     * @param outcome the kind of reason
     * @param reason why, as the end of a sentence
     * @param avoidable whether other settings would have allowed a retry
     */
    record GiveUp(RetryEvent.Outcome outcome, String reason, Duration requestedDelay, boolean avoidable)
            implements Decision {

        public GiveUp(RetryEvent.Outcome outcome, String reason) {
            this(outcome, reason, Duration.ZERO);
        }

        GiveUp(RetryEvent.Outcome outcome, String reason, Duration requestedDelay) {
            this(outcome, reason, requestedDelay, false);
        }

        /** Returns whether a call around this one should not be made again either: it would do harm, or add to a storm. */
        public boolean isForAll() {
            return avoidable && outcome != RetryEvent.Outcome.NO_TIME;
        }

        /** Gives up where other settings would have allowed a retry, which is worth a warning. */
        public static GiveUp becauseOfSettings(RetryEvent.Outcome outcome, String reason, Duration requestedDelay) {
            return new GiveUp(outcome, reason, requestedDelay, true);
        }
    }
}
