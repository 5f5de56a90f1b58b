package dev.recourse.retry.decision;

import dev.recourse.retry.delay.DelayResult;
import dev.recourse.retry.delay.SourceKind;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A delay that the limits of the settings have not been applied to yet.
 *
 * @param spreadOver jitter is a share of this
 * @param kind of the source, null in a cooldown
 * @param explanation of the delay
 * @param end explains the same to a caller that is handed off
 * @param requested delay that the server asked for, zero if it did not
 */
record Candidate(
        Duration delay,
        Duration spreadOver,
        @Nullable SourceKind kind,
        String explanation,
        String end,
        Duration requested) {

    private static final String REST_OF_COOLDOWN = "the rest of the cooldown";

    static Candidate of(DelayResult.Delay answer, Settings settings, Duration requested) {
        boolean tooShort = answer.delay().compareTo(settings.minDelay()) < 0;
        Duration delay = tooShort ? settings.minDelay() : answer.delay();
        String source = tooShort ? answer.source() + " raised to min-delay" : answer.source();
        return new Candidate(delay, delay, answer.kind(), source, source, requested);
    }

    static Candidate ofCooldown(Duration left, Duration length) {
        return new Candidate(left, length, null, REST_OF_COOLDOWN, Decision.END_OF_COOLDOWN, Duration.ZERO);
    }
}
