package dev.recourse.retry.engine;

import java.time.Duration;

/** Runs a task after a delay, and holds no thread meanwhile. */
@FunctionalInterface
public interface Timer {

    /** Returns what cancels the task; it must not block. */
    Runnable schedule(Runnable task, Duration delay);
}
