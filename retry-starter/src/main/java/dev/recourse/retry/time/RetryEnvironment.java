package dev.recourse.retry.time;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What decisions take from outside.
 *
 * @param monotonic measures how long a call has been under way
 * @param clock tells the time of day
 * @param random adds jitter
 */
public record RetryEnvironment(MonotonicClock monotonic, InstantSource clock, RandomGenerator random) {}
