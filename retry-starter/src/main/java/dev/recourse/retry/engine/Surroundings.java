package dev.recourse.retry.engine;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What decisions take from outside: a test hands in its own.
 *
 * @param stopwatch tells how long a call has been under way
 * @param clock the time of day
 * @param random where chance comes from
 */
public record Surroundings(Stopwatch stopwatch, InstantSource clock, RandomGenerator random) {}
