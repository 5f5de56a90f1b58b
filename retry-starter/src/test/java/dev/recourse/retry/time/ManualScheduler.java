package dev.recourse.retry.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when the test says so. */
public final class ManualScheduler implements Scheduler {

    private final LinkedBlockingDeque<Task> tasks = new LinkedBlockingDeque<>();
    private final List<Duration> delays = new ArrayList<>();

    @Override
    public synchronized Future<?> schedule(Callable<?> task, Duration delay) {
        Task scheduled = new Task(task);
        tasks.add(scheduled);
        delays.add(delay);
        return scheduled;
    }

    /** Runs the oldest task in this thread, once there is one. */
    public void fire() throws Exception {
        Task next = tasks.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing is scheduled");
        }
        if (next.isCancelled()) {
            fire();
        } else {
            next.work.call();
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

    /** Is only ever cancelled: what it throws is for the test to see. */
    private static final class Task extends FutureTask<Object> {

        private final Callable<?> work;

        private Task(Callable<?> work) {
            super(() -> null);
            this.work = work;
        }
    }
}
