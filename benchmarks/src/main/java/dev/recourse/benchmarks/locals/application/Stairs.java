package dev.recourse.benchmarks.locals.application;

/** Calls a method within a method, down to one that can fail. */
public final class Stairs {

    private Stairs() {}

    public static int descend(int steps, int weight) {
        if (steps > 0) {
            int below = steps - 1;
            return descend(below, weight) + below;
        }
        if (weight < 0) {
            throw new IllegalStateException("broken");
        }
        return weight;
    }
}
