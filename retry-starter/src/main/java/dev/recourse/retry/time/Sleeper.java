package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.Future;

/** Holds the calling thread for a delay. */
@FunctionalInterface
public interface Sleeper {

    /** Returns when the delay has passed, or earlier when {@code wakeUp} is done. */
    void sleep(Duration delay, Future<?> wakeUp) throws InterruptedException;
}
