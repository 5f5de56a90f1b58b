package dev.recourse.retry.job;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.quartz.JobDataMap;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/**
 * One of the runs of a Quartz job that are one call.
 *
 * @param first key of the trigger whose firing began the call
 * @param began time for which that firing was scheduled, in milliseconds since 1970
 * @param number of this run: 0 for the first one, n for that of the n-th retry
 */
record QuartzRun(TriggerKey first, String began, int number) {

    private static final String RUN = "recourse.run";
    private static final String BEGAN = "recourse.began";

    /** Makes the name of a retry's trigger, so that of a trigger which fires again anyway one retry waits at a time. */
    private static final String SUFFIX = " retry ";

    /** The tables of Quartz have room for 190 characters. */
    private static final int LONGEST_NAME = 160;

    /** Returns the run of a trigger: the one it fires last, or the one that is recovered since its node is dead. */
    static QuartzRun of(Trigger trigger) {
        JobDataMap data = trigger.getJobDataMap();
        int number = number(data);
        TriggerKey fired = fired(trigger);
        TriggerKey first = new TriggerKey(origin(fired.getName(), number), fired.getGroup());
        return new QuartzRun(first, data.get(BEGAN) instanceof String began ? began : scheduled(trigger), number);
    }

    private static TriggerKey fired(Trigger trigger) {
        JobDataMap data = trigger.getJobDataMap();
        return isRecovery(trigger)
                ? new TriggerKey(
                        data.getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_NAME),
                        data.getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_GROUP))
                : trigger.getKey();
    }

    private static String scheduled(Trigger trigger) {
        if (isRecovery(trigger)) {
            return String.valueOf(trigger.getJobDataMap()
                    .get(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS));
        }
        Date time = trigger.getPreviousFireTime();
        return time == null ? "" : String.valueOf(time.toInstant().toEpochMilli());
    }

    private static boolean isRecovery(Trigger trigger) {
        return trigger.getKey().getGroup().equals(Scheduler.DEFAULT_RECOVERY_GROUP)
                && trigger.getJobDataMap().get(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_NAME) instanceof String;
    }

    private static int number(JobDataMap data) {
        return data.get(RUN) instanceof String text && text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static String origin(String fired, int number) {
        String suffix = SUFFIX + number;
        if (fired.endsWith(suffix)) {
            return fired.substring(0, fired.length() - suffix.length());
        }
        return fired.length() <= LONGEST_NAME
                ? fired
                : UUID.nameUUIDFromBytes(fired.getBytes(StandardCharsets.UTF_8)).toString();
    }

    QuartzRun next() {
        return new QuartzRun(first, began, number + 1);
    }

    /** Returns the key of the trigger of this run, which is a retry. */
    TriggerKey trigger() {
        return new TriggerKey(first.getName() + SUFFIX + number, first.getGroup());
    }

    /** Returns what that trigger keeps of this run, by the names in its data. */
    Map<String, String> values() {
        return Map.of(RUN, String.valueOf(number), BEGAN, began);
    }

    boolean isRetry() {
        return number > 0;
    }

    /** Returns whether a trigger of the same job is the retry that goes on with this run's call, were it this run put off. */
    boolean isFollowedBy(Trigger other) {
        QuartzRun run = of(other);
        return isOfCall(run) && run.number >= number && other.getKey().equals(run.trigger());
    }

    /** Returns whether a trigger of the same job is that of an earlier run, whose end Quartz has not noted, or its recovery. */
    boolean isPrecededBy(Trigger other) {
        QuartzRun run = of(other);
        return isOfCall(run) && run.number < number && (isRecovery(other) || !other.mayFireAgain());
    }

    private boolean isOfCall(QuartzRun run) {
        return run.first.equals(first) && run.began.equals(began);
    }
}
