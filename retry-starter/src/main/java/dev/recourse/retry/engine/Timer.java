package dev.recourse.retry.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Runs a task after a delay, and holds no thread meanwhile. */
@FunctionalInterface
public interface Timer {

    /**
     * Schedules a task, which must not block.
     *
     * @return what cancels it
     */
    Future<?> schedule(Callable<?> task, Duration delay);
}
