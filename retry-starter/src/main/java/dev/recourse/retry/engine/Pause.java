package dev.recourse.retry.engine;

import java.time.Duration;

/** Holds the calling thread for a delay. */
@FunctionalInterface
public interface Pause {

    /** Returns whether the whole delay has passed; if not, the application is closing. */
    boolean pause(Duration delay) throws InterruptedException;
}
