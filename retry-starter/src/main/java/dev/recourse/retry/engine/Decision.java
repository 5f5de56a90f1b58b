package dev.recourse.retry.engine;

import dev.recourse.retry.RetryEvent;
import java.time.Duration;

/** What is to be done about a failure, or about a call that meets a cooldown. */
sealed interface Decision {

    /** Stands for the source and the condition of a wait in a cooldown. */
    String COOLDOWN = "cooldown";

    Proceed PROCEED = new Proceed();

    /** Returns for how long the server asked to be left alone, zero if it did not. */
    Duration asked();

    /** Call now. */
    record Proceed() implements Decision {

        @Override
        public Duration asked() {
            return Duration.ZERO;
        }
    }

    /**
     * Hold the caller, then call again.
     *
     * @param delay how long, as the source said, but no less than {@code min-delay}
     * @param jitter how much longer
     * @param condition that the failure meets, as it is configured
     * @param source kind of source that the delay came from
     * @param explanation of the delay, for a log line
     */
    record Wait(Duration delay, Duration jitter, String condition, String source, String explanation, Duration asked)
            implements Decision {

        /** Returns the whole time for which the caller is held. */
        Duration total() {
            return delay.plus(jitter);
        }
    }

    /**
     * Tell the caller when to call again.
     *
     * @param delay the whole interval, without jitter
     */
    record HandOff(Duration delay, Duration asked) implements Decision {}

    /**
     * End the call, which was made in a way in which it can never wait.
     *
     * @param reason why, and what to change
     */
    record Refuse(String reason) implements Decision {

        @Override
        public Duration asked() {
            return Duration.ZERO;
        }
    }

    /**
     * End the call with its failure.
     *
     * @param outcome the kind of reason
     * @param reason why, as the end of a sentence
     */
    record GiveUp(RetryEvent.Outcome outcome, String reason, Duration asked) implements Decision {

        GiveUp(RetryEvent.Outcome outcome, String reason) {
            this(outcome, reason, Duration.ZERO);
        }
    }
}
