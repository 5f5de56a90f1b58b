package dev.recourse.retry.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when the test says so. */
public final class ManualTimer implements Timer {

    private final LinkedBlockingDeque<FutureTask<?>> tasks = new LinkedBlockingDeque<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public synchronized Future<?> schedule(Callable<?> task, Duration delay) {
        FutureTask<?> scheduled = new FutureTask<>(task);
        tasks.add(scheduled);
        delays.add(delay);
        return scheduled;
    }

    /** Runs the oldest task in this thread, once there is one. */
    public void fire() throws InterruptedException {
        FutureTask<?> next = tasks.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing is scheduled");
        }
        if (next.isCancelled()) {
            fire();
        } else {
            next.run();
        }
    }

    /** Returns how many tasks are scheduled. */
    public int scheduled() {
        tasks.removeIf(Future::isCancelled);
        return tasks.size();
    }

    public synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }
}
