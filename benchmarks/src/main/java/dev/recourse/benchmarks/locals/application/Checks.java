package dev.recourse.benchmarks.locals.application;

import org.jspecify.annotations.Nullable;

/** Tiny methods that every value passes. */
final class Checks {

    private Checks() {}

    static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    static long positive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " (" + value + ") must be positive");
        }
        return value;
    }
}
