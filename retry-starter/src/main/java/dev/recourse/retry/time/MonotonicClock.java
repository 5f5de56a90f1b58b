package dev.recourse.retry.time;

import java.time.Duration;

/** Measures how long a call has been under way. */
public interface MonotonicClock {

    /** Returns a mark of this moment. */
    long start();

    /** Returns the time since a mark. */
    Duration elapsed(long start);
}
