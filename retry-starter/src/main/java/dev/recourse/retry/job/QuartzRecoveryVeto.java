package dev.recourse.retry.job;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.quartz.JobExecutionContext;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.listeners.TriggerListenerSupport;

/**
 * Keeps Quartz from running a job again, since its node died, whose retry is stored already.
 *
 * <p>Quartz notes the end of a run after its listeners, so a node may die in between: the job would be recovered beside its
 * retry, as a second call with another key.
 */
public final class QuartzRecoveryVeto extends TriggerListenerSupport {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    @Override
    public String getName() {
        return "recourse-recovery";
    }

    @Override
    public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
        if (!context.isRecovering()) {
            return false;
        }
        try {
            return isRetryStored(context);
        } catch (SchedulerException ex) {
            log.warn("Job " + trigger.getJobKey() + " is recovered, though it may have a retry that waits", ex);
            return false;
        }
    }

    private static boolean isRetryStored(JobExecutionContext context) throws SchedulerException {
        QuartzRun run = QuartzRun.of(context);
        for (Trigger other :
                context.getScheduler().getTriggersOfJob(context.getJobDetail().getKey())) {
            if (run.isFollowedBy(other)) {
                log.info(
                        "Job " + other.getJobKey() + " is not recovered, since its retry is stored: " + other.getKey());
                return true;
            }
        }
        return false;
    }
}
