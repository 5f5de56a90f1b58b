package dev.recourse.samples.quota.api;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A time of fixed length that begins when somebody first asks. */
final class BusyTime {

    private final Duration length;
    private @Nullable Instant end;

    BusyTime(Duration length) {
        this.length = length;
    }

    /** Returns when it ends, or null if it is over; whoever asks after that begins the next one. */
    @Nullable
    Instant end() {
        Instant now = Instant.now();
        if (end == null) {
            end = now.plus(length);
        } else if (!now.isBefore(end)) {
            end = null;
        }
        return end;
    }
}
