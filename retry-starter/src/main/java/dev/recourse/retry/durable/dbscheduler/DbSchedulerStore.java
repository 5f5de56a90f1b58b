package dev.recourse.retry.durable.dbscheduler;

import com.github.kagkarlsson.scheduler.Clock;
import com.github.kagkarlsson.scheduler.ExecutionTimeAndId;
import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.recourse.retry.durable.CallStore;
import dev.recourse.retry.time.DaemonScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** Keeps calls in the table of the application's db-scheduler, as instances of one task. */
public final class DbSchedulerStore implements CallStore {

    /** Name of the task. */
    public static final String TASK = "recourse-retry";

    /** When calls are due that are not run any more; some databases know no later date. */
    static final Instant PARKED = Instant.parse("9999-01-01T00:00:00Z");

    private final Supplier<Scheduler> scheduler;
    private final SchedulerDatabase database;
    private final JoinedTransaction transaction;
    private final Clock clock;
    private final Duration takeover;
    private final Supplier<WakeUps> wakeUps;

    /**
     * Creates the store.
     *
     * @param scheduler asked for with the first call
     * @param clock of the scheduler, by which it finds calls due
     * @param takeover after how long a call is taken over at the latest of which the node has died
     */
    public DbSchedulerStore(Supplier<Scheduler> scheduler, SchedulerDatabase database, Clock clock, Duration takeover) {
        this.scheduler = scheduler;
        this.database = database;
        this.transaction = new JoinedTransaction(database);
        this.clock = clock;
        this.takeover = takeover;
        this.wakeUps = SingletonSupplier.of(() -> new WakeUps(
                new DaemonScheduler(), clock::now, () -> this.scheduler.get().triggerCheckForDueExecutions()));
    }

    @Override
    public Instant now() {
        return database.now();
    }

    @Override
    public void add(String id, String data, Instant due, Instant now) {
        boolean joins = transaction.joins();
        Instant local = due.minus(ahead(now));
        SchedulableInstance<String> instance =
                SchedulableInstance.of(new TaskInstance<>(TASK, id, () -> data, Priority.LOW), local);
        if (joins) {
            scheduler.get().scheduleBatch(List.of(instance));
            // The scheduler does not see a row before the commit.
            JoinedTransaction.after(id, () -> wakeAt(local));
        } else {
            database.inOwnTransaction(() -> scheduler.get().scheduleBatch(List.of(instance)));
            wakeAt(local);
        }
    }

    @Override
    public void checkJoins(String label) {
        transaction.check(label);
    }

    @Override
    public List<Entry> entries(int most) {
        List<Entry> entries = new ArrayList<>();
        Instant now = now();
        ExecutionTimeAndId parked = new ExecutionTimeAndId(PARKED.minusSeconds(1), "");
        fetch(ScheduledExecutionsFilter.all().after(parked), most, now, entries);
        fetch(ScheduledExecutionsFilter.all().before(parked), most, now, entries);
        return entries;
    }

    private void fetch(ScheduledExecutionsFilter filter, int most, Instant now, List<Entry> entries) {
        if (entries.size() < most) {
            scheduler
                    .get()
                    .fetchScheduledExecutionsForTask(
                            TASK,
                            String.class,
                            filter.limit(most - entries.size()),
                            execution -> entries.add(entry(execution, now)));
        }
    }

    private Entry entry(ScheduledExecution<?> execution, Instant now) {
        Instant due = execution.getExecutionTime();
        State state = execution.isPicked() ? State.RUNNING : due.isBefore(PARKED) ? State.WAITING : State.PARKED;
        return new Entry(
                execution.getTaskInstance().getId(),
                data(execution),
                state == State.PARKED ? due : due.plus(ahead(now)),
                state);
    }

    private static @Nullable String data(ScheduledExecution<?> execution) {
        try {
            return execution.getData() instanceof String text ? text : null;
        } catch (RuntimeException ex) {
            return null;
        }
    }

    @Override
    public @Nullable Entry entry(String id) {
        return scheduler
                .get()
                .getScheduledExecution(TaskInstanceId.of(TASK, id))
                .map(execution -> entry(execution, now()))
                .orElse(null);
    }

    @Override
    public boolean replace(String id, @Nullable String data, Instant due) {
        Instant local = due.minus(ahead(now()));
        try {
            boolean done = scheduler.get().reschedule(TaskInstanceId.of(TASK, id), local, data);
            wakeAt(local);
            return done;
        } catch (TaskInstanceException ex) {
            return false;
        }
    }

    @Override
    public boolean remove(String id) {
        try {
            scheduler.get().cancel(TaskInstanceId.of(TASK, id));
            return true;
        } catch (TaskInstanceException ex) {
            return false;
        }
    }

    @Override
    public Map<String, Map<State, Long>> counts() {
        return database.counts(TASK, PARKED);
    }

    @Override
    public Duration takeover() {
        return takeover;
    }

    /** Returns by how much the clock of the database is ahead of the scheduler's, by which that finds calls due. */
    Duration ahead(Instant now) {
        return Duration.between(clock.now(), now);
    }

    /** Lets the scheduler look for calls at a time of its own clock. */
    void wakeAt(Instant local) {
        wakeUps.get().at(local);
    }
}
