package dev.recourse.benchmarks;

/** A failure that takes no memory of its own. */
final class Refused extends RuntimeException {

    Refused() {
        super("refused", null, false, false);
    }
}
