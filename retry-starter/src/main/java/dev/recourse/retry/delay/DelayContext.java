package dev.recourse.retry.delay;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What a source may know besides the failure.
 *
 * @param attempt number of the attempt that failed, 1 for the first
 * @param now local time at which the failure was seen
 * @param maxBody largest body that is read, in bytes
 * @param random where chance comes from
 */
public record DelayContext(int attempt, Instant now, long maxBody, RandomGenerator random) {}
