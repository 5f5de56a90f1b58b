package dev.recourse.retry.engine;

import java.time.Duration;

/** Tells how long a call has been under way. */
public interface Stopwatch {

    /** Returns a mark of this moment. */
    long start();

    /** Returns the time since a mark. */
    Duration elapsed(long start);
}
