package dev.recourse.retry.job;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.execution.RetriedFailures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.JobServerFilter;
import org.jobrunr.jobs.filters.RetryFilter;
import org.jobrunr.jobs.states.FailedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jspecify.annotations.Nullable;

/**
 * Runs a JobRunr job again that ended with a {@link RetryLaterException}, on any of its servers: not before its
 * {@code notBefore}. What fails in another way is left to the {@link RetryFilter} that this one is, which does not count
 * those runs.
 *
 * <p>JobRunr enqueues a scheduled job up to a poll interval too early. So it is scheduled that much later.
 */
public final class JobRunrRetryFilter extends RetryFilter implements JobServerFilter {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** Begins the reason of the states that this filter has scheduled, by which they are counted. */
    private static final String REASON = "The server wants it later: ";

    private final int numberOfRetries;
    private final Duration pollInterval;

    /**
     * Creates the filter.
     *
     * @param numberOfRetries of a job that fails in another way and has no number of its own
     * @param backOffTimeSeed base of the seconds before each of these
     * @param pollInterval of the server
     */
    public JobRunrRetryFilter(int numberOfRetries, int backOffTimeSeed, Duration pollInterval) {
        super(numberOfRetries, backOffTimeSeed);
        this.numberOfRetries = numberOfRetries;
        this.pollInterval = pollInterval;
    }

    /** Binds the call to the thread of the job. */
    @Override
    public void onProcessing(Job job) {
        BoundCall.bind(carried(job));
    }

    @Override
    public void onProcessingSucceeded(Job job) {
        BoundCall.unbind();
    }

    @Override
    public void onProcessingFailed(Job job, Exception failure) {
        BoundCall.unbind();
    }

    /** Runs before JobRunr stores the job that has failed. */
    @Override
    public void onStateElection(Job job, JobState state) {
        if (!(state instanceof FailedState failed)) {
            return;
        }
        Exception failure = failed.getException();
        RetryLaterException later = RetryLaterException.in(failure);
        if (later != null) {
            runAgain(job, later);
        } else if (carried(job) != null && RetriedFailures.contains(failure)) {
            // Whoever enqueues it once more begins anew.
            carry(job, null);
        } else {
            electWithoutRunsOfOurs(job, state);
        }
    }

    private void runAgain(Job job, RetryLaterException later) {
        carry(job, CarriedCall.of(later));
        // Databases keep times of different precision: never earlier.
        Instant time = later.notBefore()
                .plus(pollInterval)
                .truncatedTo(ChronoUnit.SECONDS)
                .plusSeconds(1);
        job.scheduleAt(time, REASON + later.getMessage());
        log.info("Job " + job.getId() + " is run again at " + later.notBefore() + ": " + later.getMessage());
    }

    private void electWithoutRunsOfOurs(Job job, JobState state) {
        Integer own = job.getAmountOfRetries();
        job.setAmountOfRetries((own == null ? numberOfRetries : own) + runsOfOurs(job));
        try {
            super.onStateElection(job, state);
        } finally {
            job.setAmountOfRetries(own);
        }
    }

    @Override
    protected long getExponentialBackoffPolicy(Job job, int seed) {
        int failures = (int) job.getJobStatesOfType(FailedState.class).count() - runsOfOurs(job);
        return (long) Math.pow(seed, failures);
    }

    private static int runsOfOurs(Job job) {
        return (int) job.getJobStatesOfType(ScheduledState.class)
                .filter(scheduled ->
                        scheduled.getReason() != null && scheduled.getReason().startsWith(REASON))
                .count();
    }

    private static @Nullable CarriedCall carried(Job job) {
        return CarriedCall.in(name -> job.getMetadata().get(name) instanceof String text ? text : null);
    }

    private static void carry(Job job, @Nullable CarriedCall call) {
        job.getMetadata().keySet().removeIf(CarriedCall::isName);
        if (call != null) {
            job.getMetadata().putAll(call.values());
        }
    }
}
