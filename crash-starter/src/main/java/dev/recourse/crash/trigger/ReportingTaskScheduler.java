package dev.recourse.crash.trigger;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.hook.CrashHook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.SchedulingAwareRunnable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/** Reports what a scheduled task throws, on its way to the error handler of the scheduler. */
final class ReportingTaskScheduler implements TaskScheduler {

    private final TaskScheduler scheduler;

    private final CrashHook hook;

    ReportingTaskScheduler(TaskScheduler scheduler, CrashHook hook) {
        this.scheduler = scheduler;
        this.hook = hook;
    }

    @Override
    public Clock getClock() {
        return scheduler.getClock();
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
        return scheduler.schedule(new Reporting(task, hook), trigger);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
        return scheduler.schedule(new Reporting(task, hook), startTime);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
        return scheduler.scheduleAtFixedRate(new Reporting(task, hook), startTime, period);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
        return scheduler.scheduleAtFixedRate(new Reporting(task, hook), period);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
        return scheduler.scheduleWithFixedDelay(new Reporting(task, hook), startTime, delay);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
        return scheduler.scheduleWithFixedDelay(new Reporting(task, hook), delay);
    }

    /** A task, with what a scheduler may ask it. */
    private record Reporting(Runnable task, CrashHook hook) implements SchedulingAwareRunnable {

        @Override
        public void run() {
            try {
                task.run();
            } catch (Throwable ex) {
                hook.crashed(Source.SCHEDULED, ex);
                throw ex;
            }
        }

        @Override
        public boolean isLongLived() {
            return task instanceof SchedulingAwareRunnable aware && aware.isLongLived();
        }

        @Override
        public @Nullable String getQualifier() {
            return task instanceof SchedulingAwareRunnable aware ? aware.getQualifier() : null;
        }

        @Override
        public String toString() {
            return task.toString();
        }
    }
}
