package dev.recourse.retry.job;

import dev.recourse.retry.RetryLaterException;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobListener;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/**
 * Runs a Quartz job again that ended with a {@link RetryLaterException}: at its {@code notBefore}, through a trigger that any
 * node of the cluster may fire.
 *
 * <p>The trigger is added before Quartz removes the one that fired, so that a job that is not durable stays. It has the
 * data, the group, the priority and the calendar of that one.
 */
public final class QuartzRetryListener implements JobListener {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    @Override
    public String getName() {
        return "recourse-retry";
    }

    /** Binds the call to the thread of the job, in which Quartz calls its listeners. */
    @Override
    public void jobToBeExecuted(JobExecutionContext context) {
        JobDataMap data = context.getTrigger().getJobDataMap();
        BoundCall.bind(CarriedCall.in(name -> data.get(name) instanceof String text ? text : null));
    }

    @Override
    public void jobExecutionVetoed(JobExecutionContext context) {}

    @Override
    public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException failure) {
        BoundCall.unbind();
        if (failure == null) {
            return;
        }
        RetryLaterException later = RetryLaterException.in(failure);
        if (later != null) {
            failure.setRefireImmediately(false);
            runAgain(context, later);
        }
    }

    private static void runAgain(JobExecutionContext context, RetryLaterException later) {
        try {
            schedule(context, later);
        } catch (SchedulerException ex) {
            log.error(
                    "Job " + context.getJobDetail().getKey() + " is not run again at " + later.notBefore()
                            + ", since Quartz cannot store the trigger",
                    ex);
        }
    }

    private static void schedule(JobExecutionContext context, RetryLaterException later) throws SchedulerException {
        Scheduler scheduler = context.getScheduler();
        Trigger fired = context.getTrigger();
        QuartzRun next = QuartzRun.of(fired).next();
        TriggerKey key = next.trigger();
        if (scheduler.checkExists(key)) {
            log.info("Job " + fired.getJobKey() + " has a retry that waits already: " + key);
            return;
        }
        SimpleTrigger retry = TriggerBuilder.newTrigger()
                .withIdentity(key)
                .forJob(fired.getJobKey())
                .usingJobData(data(fired, later, next))
                .withPriority(fired.getPriority())
                .modifiedByCalendar(fired.getCalendarName())
                .startAt(notBefore(later.notBefore()))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                .build();
        scheduler.scheduleJob(retry);
        log.info("Job " + fired.getJobKey() + " is run again at " + later.notBefore() + ": " + later.getMessage());
    }

    private static JobDataMap data(Trigger fired, RetryLaterException later, QuartzRun next) {
        JobDataMap data = new JobDataMap();
        fired.getJobDataMap().forEach((name, value) -> {
            if (!CarriedCall.isName(name)) {
                data.put(name, value);
            }
        });
        // Texts only: a store may be set to keep nothing else.
        data.putAll(CarriedCall.of(later).values());
        data.putAll(next.values());
        return data;
    }

    /** Never earlier: a date knows milliseconds only, and Quartz fires when at most two of them are left. */
    static Date notBefore(Instant time) {
        return Date.from(time.plusNanos(2_999_999));
    }
}
