package dev.recourse.retry.durable.dbscheduler;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one task of all durable methods.
 *
 * <p>It is there wherever the library is, whether a method is durable or not: db-scheduler deletes what belongs to a task
 * that it has not known for two weeks.
 */
public final class StoredCallTask {

    /** When a node looks again that does not run calls now: it starts, it stops, or retries are switched off. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration AFTER_ERROR = Duration.ofMinutes(1);

    private volatile @Nullable StoredCallEngine engine;

    /** Returns it as db-scheduler knows it. */
    public Task<String> task() {
        return Tasks.custom(DbSchedulerStore.TASK, String.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_ERROR))
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, complete.getTimeDone()))
                .execute(this::execute);
    }

    /** Lets an engine run the calls from now on; null for none. */
    void runBy(@Nullable StoredCallEngine engine) {
        this.engine = engine;
    }

    private CompletionHandler<String> execute(TaskInstance<String> instance, ExecutionContext context) {
        StoredCallEngine current = engine;
        return current == null || context.getSchedulerState().isShuttingDown()
                ? StoredCallTask::leaveSoon
                : current.run(instance, context.getExecution().executionTime);
    }

    private static void leaveSoon(ExecutionComplete complete, ExecutionOperations<String> operations) {
        Instant next = complete.getTimeDone().plus(SOON);
        operations.reschedule(complete, next);
    }
}
