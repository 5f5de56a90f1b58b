package dev.recourse.retry.decision;

import java.time.Duration;

/**
 * The time that a call has taken so far.
 *
 * @param total since the call arrived
 * @param held since its last attempt failed, or since it arrived if there was none
 */
public record TimeSpent(Duration total, Duration held) {}
