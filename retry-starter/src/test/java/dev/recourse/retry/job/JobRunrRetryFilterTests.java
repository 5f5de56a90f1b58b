package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryLaterException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.JobDetails;
import org.jobrunr.jobs.states.EnqueuedState;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.ProcessingState;
import org.jobrunr.jobs.states.ScheduledState;
import org.jobrunr.jobs.states.StateName;
import org.junit.jupiter.api.Test;

class JobRunrRetryFilterTests {

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);

    private final JobRunrRetryFilter filter = new JobRunrRetryFilter(2, 3, POLL_INTERVAL);

    private Job job = job(List.of());

    /** JobRunr enqueues a job when its time is at most a poll interval away. */
    @Test
    void jobIsScheduledAPollIntervalAfterTheTime() {
        Instant notBefore = Instant.parse("2030-01-01T00:00:00.123456789Z");
        Throwable failure = later(notBefore);
        for (int i = 0; i < 5; i++) {
            failure = new IllegalStateException(failure);
        }
        fail((Exception) failure);
        ScheduledState scheduled = job.getJobState();
        assertThat(scheduled.getScheduledAt().minus(POLL_INTERVAL)).isBetween(notBefore, notBefore.plusSeconds(1));
        assertThat(job.getMetadata())
                .containsEntry("recourse.label", "Shop.submit")
                .containsEntry("recourse.attempt", "1")
                .containsEntry("recourse.idempotency-key", "\"key\"");
    }

    @Test
    void timeThatHasPassedIsScheduledToo() {
        fail(later(Instant.EPOCH));
        assertThat(job.getState()).isEqualTo(StateName.SCHEDULED);
    }

    @Test
    void otherFailuresAreRetriedAsIfTheServerHadNeverPutTheJobOff() {
        for (int i = 0; i < 5; i++) {
            fail(later(Instant.now()));
            runAgain();
        }
        for (int seconds : new int[] {3, 9}) {
            fail(new IllegalStateException());
            ScheduledState scheduled = job.getJobState();
            assertThat(Duration.between(scheduled.getCreatedAt(), scheduled.getScheduledAt())
                            .toSeconds())
                    .isBetween(seconds - 1L, (long) seconds);
            runAgain();
        }
        fail(new IllegalStateException());
        assertThat(job.getState()).isEqualTo(StateName.FAILED);
        assertThat(job.getAmountOfRetries()).isNull();
    }

    private void fail(Exception failure) {
        job.failed("It failed", failure);
        filter.onStateElection(job, job.getJobState());
    }

    /** As JobRunr does it, which stores the job in between. */
    private void runAgain() {
        Job stored = job;
        job = job(stored.getJobStates());
        job.getMetadata().putAll(stored.getMetadata());
    }

    private static Job job(List<JobState> earlier) {
        List<JobState> states = new ArrayList<>(earlier);
        states.add(new EnqueuedState());
        states.add(new ProcessingState(UUID.randomUUID(), "server"));
        return new Job(
                UUID.randomUUID(),
                1,
                new JobDetails("java.lang.Runnable", null, "run", List.of()),
                states,
                new ConcurrentHashMap<>());
    }

    private static RetryLaterException later(Instant notBefore) {
        return new RetryLaterException(
                Duration.ofSeconds(1), notBefore, 1, "shop", "Shop.submit", "\"key\"", new IllegalStateException());
    }
}
