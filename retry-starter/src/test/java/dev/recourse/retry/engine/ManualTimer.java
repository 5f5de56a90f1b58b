package dev.recourse.retry.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when the test says so. */
public final class ManualTimer implements Timer {

    private final LinkedBlockingDeque<Task> tasks = new LinkedBlockingDeque<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public synchronized Runnable schedule(Runnable task, Duration delay) {
        Task scheduled = new Task(task);
        tasks.add(scheduled);
        delays.add(delay);
        return () -> tasks.removeIf(other -> other == scheduled);
    }

    /** Runs the oldest task in this thread, once there is one. */
    public void fire() throws InterruptedException {
        Task next = tasks.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing is scheduled");
        }
        next.work.run();
    }

    /** Returns how many tasks are scheduled. */
    public int scheduled() {
        return tasks.size();
    }

    public synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }

    private static final class Task {

        private final Runnable work;

        private Task(Runnable work) {
            this.work = work;
        }
    }
}
