package dev.recourse.retry.engine;

import java.time.Duration;

/** What is to be done about a failure. */
sealed interface Decision {

    /**
     * Hold the caller, then call again.
     *
     * @param delay how long, as the source said, but no less than {@code min-delay}
     * @param jitter how much longer
     * @param source where the delay came from
     */
    record Wait(Duration delay, Duration jitter, String source) implements Decision {}

    /**
     * Tell the caller when to call again.
     *
     * @param delay the whole interval, without jitter
     */
    record HandOff(Duration delay) implements Decision {}

    /**
     * End the call with its failure.
     *
     * @param reason why, as the end of a sentence
     */
    record GiveUp(String reason) implements Decision {}

    /**
     * End the call with its failure, although a rule covers it and a retry is left: other settings would help.
     *
     * @param reason why, as the end of a sentence
     */
    record CutShort(String reason) implements Decision {}
}
