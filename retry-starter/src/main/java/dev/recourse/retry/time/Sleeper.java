package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Holds the calling thread for a delay. */
@FunctionalInterface
public interface Sleeper {

    /** Returns whether the whole delay has passed; if not, the application is closing. */
    boolean pause(Duration delay) throws InterruptedException;

    /**
     * Does the same, but ends it early when something happens.
     *
     * @return false only if the application is closing
     */
    default boolean pause(Duration delay, CompletionStage<Void> end) throws InterruptedException {
        return pause(delay);
    }
}
