package dev.recourse.crash.trigger;

import dev.recourse.crash.hook.CrashHook;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** Puts itself between {@code @Scheduled} methods and their scheduler, whichever that is; last, when others have chosen it. */
@Order(Ordered.LOWEST_PRECEDENCE)
public final class ScheduledFailures implements SchedulingConfigurer {

    private final CrashHook hook;

    public ScheduledFailures(CrashHook hook) {
        this.hook = hook;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar registrar) {
        TaskScheduler scheduler = registrar.getScheduler();
        if (scheduler != null) {
            registrar.setTaskScheduler(new ReportingTaskScheduler(scheduler, hook));
        }
    }
}
