package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Runs a task after a delay, and holds no thread meanwhile. */
@FunctionalInterface
public interface Scheduler {

    /**
     * Schedules a task, which must not block.
     *
     * @return what cancels it
     */
    Future<?> schedule(Callable<?> task, Duration delay);
}
