package dev.recourse.retry.time;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer with one daemon thread, which begins with the first task and ends when there has been none for a while. */
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
