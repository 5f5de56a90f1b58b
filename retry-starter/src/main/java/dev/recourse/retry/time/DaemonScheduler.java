package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Schedules on one daemon thread. The thread starts with the first task and ends after a second without one. */
public final class DaemonScheduler implements Scheduler {

    private static final int IDLE_SECONDS = 1;

    private final ScheduledThreadPoolExecutor executor;

    public DaemonScheduler() {
        executor = new ScheduledThreadPoolExecutor(1, work -> DaemonThread.of(work, "recourse-retry-timer"));
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Future<?> schedule(Callable<?> task, Duration delay) {
        return executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    }
}
