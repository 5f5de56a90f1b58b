package dev.recourse.retry.job;

import java.time.Instant;
import java.util.Date;
import java.util.function.Predicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Keeps a call one call whose node died after the retry was stored and before Quartz noted the end of the run.
 *
 * <p>Quartz notes that end after its listeners. A job that asks for recovery would be run again from the beginning, beside its retry
 * or after the last one, as a second call with another key. So its retry waits until Quartz has noted the end or found the node
 * dead, and the recovery is vetoed, since there is a retry that waits.
 *
 * <p>The end of a run is noted when its trigger is gone. That of a trigger which fires again stays, so there a retry does not
 * wait.
 */
public final class QuartzRunVeto extends TriggerListenerSupport {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    @Override
    public String getName() {
        return "recourse-run-veto";
    }

    @Override
    public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
        try {
            return context.isRecovering() ? isRetryStored(trigger, context) : isPutOff(trigger, context);
        } catch (SchedulerException ex) {
            log.warn(
                    "Job " + trigger.getJobKey()
                            + " is run, though another run of the same call may not have ended or may wait",
                    ex);
            return false;
        }
    }

    private static boolean isRetryStored(Trigger recovery, JobExecutionContext context) throws SchedulerException {
        Trigger retry = find(context, QuartzRun.of(recovery)::isFollowedBy);
        if (retry == null) {
            return false;
        }
        log.info("Job " + retry.getJobKey() + " is not recovered, since its retry is stored: " + retry.getKey());
        return true;
    }

    private static boolean isPutOff(Trigger trigger, JobExecutionContext context) throws SchedulerException {
        QuartzRun run = QuartzRun.of(trigger);
        if (!run.isRetry() || !context.getJobDetail().requestsRecovery()) {
            return false;
        }
        Trigger earlier = find(context, run::isPrecededBy);
        if (earlier == null) {
            return false;
        }
        Date later = Date.from(Instant.now().plusSeconds(1));
        context.getScheduler()
                .rescheduleJob(
                        trigger.getKey(),
                        trigger.getTriggerBuilder().startAt(later).build());
        log.info("Retry " + trigger.getKey()
                + " is put off by 1s, since Quartz has not noted the end of the run before: " + earlier.getKey());
        return true;
    }

    private static @Nullable Trigger find(JobExecutionContext context, Predicate<Trigger> condition)
            throws SchedulerException {
        Scheduler scheduler = context.getScheduler();
        return scheduler.getTriggersOfJob(context.getJobDetail().getKey()).stream()
                .filter(condition)
                .findFirst()
                .orElse(null);
    }
}
