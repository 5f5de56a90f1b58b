package dev.recourse.retry.time;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What decisions take from outside: a test hands in its own.
 *
 * @param stopwatch tells how long a call has been under way
 * @param clock the time of day
 * @param random where chance comes from
 */
public record RetryEnvironment(MonotonicClock stopwatch, InstantSource clock, RandomGenerator random) {}
