package dev.recourse.retry.delay;

import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a source may know besides the failure.
 *
 * @param attempt number of the attempt that failed, 1 for the first
 * @param clock the local time
 * @param maxBody largest body that is read, in bytes
 * @param random where chance comes from
 */
public record DelayContext(int attempt, InstantSource clock, long maxBody, RandomGenerator random) {

    /** Returns the local time, which few sources ask for. */
    Instant now() {
        return clock.instant();
    }
}
