package dev.recourse.retry.time;

import java.util.Random;
import java.util.random.RandomGenerator;

/** Chance that can be had again: {@code -Drecourse.test.seed} is the seed that a run has printed. */
public final class SeededRandom {

    private static final long SEED = Long.getLong("recourse.test.seed", new Random().nextLong());

    static {
        System.out.println("Chance in these tests: -Drecourse.test.seed=" + SEED);
    }

    private SeededRandom() {}

    /** Returns a new generator, the same in each test of a run. */
    public static RandomGenerator create() {
        return new Random(SEED);
    }
}
