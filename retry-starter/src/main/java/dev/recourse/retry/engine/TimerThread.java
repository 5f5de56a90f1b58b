package dev.recourse.retry.engine;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer with one daemon thread, which begins with the first task and ends when there has been none for a while. */
public final class TimerThread implements Timer {

    private static final int IDLE_SECONDS = 1;

    private final ScheduledThreadPoolExecutor executor;

    public TimerThread() {
        executor = new ScheduledThreadPoolExecutor(1, TimerThread::thread);
        executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        Future<?> scheduled = executor.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    /** The thread outlives the call that begins it, and must not keep what that one's thread has. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "recourse-retry-timer", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
