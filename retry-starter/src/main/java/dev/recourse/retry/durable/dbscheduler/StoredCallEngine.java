package dev.recourse.retry.durable.dbscheduler;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.recourse.retry.durable.StoredCallRunner;
import dev.recourse.retry.durable.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Runs calls while the application is up. When it goes down, the attempts under way are finished. */
public final class StoredCallEngine implements SmartLifecycle {

    private final StoredCallRunner runner;
    private final DbSchedulerStore store;
    private final StoredCallTask task;
    private final Duration longestStop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int underWay;
    private volatile boolean running;

    /**
     * Creates the engine.
     *
     * @param longestStop for so long it waits for attempts under way
     */
    public StoredCallEngine(
            StoredCallRunner runner, DbSchedulerStore store, StoredCallTask task, Duration longestStop) {
        this.runner = runner;
        this.store = store;
        this.task = task;
        this.longestStop = longestStop;
    }

    CompletionHandler<String> run(TaskInstance<String> instance, Instant local) {
        lock.lock();
        try {
            underWay++;
        } finally {
            lock.unlock();
        }
        try {
            return handler(instance, local);
        } finally {
            end();
        }
    }

    private void end() {
        lock.lock();
        try {
            underWay--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The scheduler's serializer may be another one than that with which it was written. */
    private static @Nullable String data(TaskInstance<String> instance) {
        try {
            return instance.getData();
        } catch (RuntimeException ex) {
            return null;
        }
    }

    private CompletionHandler<String> handler(TaskInstance<String> instance, Instant local) {
        String data = data(instance);
        if (data == null) {
            return parked(runner.unreadable(instance.getId(), "The serializer of the scheduler cannot read it"));
        }
        Instant now = store.now();
        Duration ahead = store.ahead(now);
        Verdict verdict = runner.run(instance.getId(), data, local.plus(ahead), now);
        if (verdict instanceof Verdict.Leave leave) {
            Instant next = leave.due().minus(ahead);
            return (complete, operations) -> {
                operations.reschedule(complete, next);
                store.wakeAt(next);
            };
        }
        if (verdict instanceof Verdict.Again again) {
            Instant next = again.due().minus(ahead);
            return (complete, operations) -> {
                operations.reschedule(complete, next, again.data());
                store.wakeAt(next);
            };
        }
        return verdict instanceof Verdict.Park park ? parked(park) : new CompletionHandler.OnCompleteRemove<>();
    }

    private static CompletionHandler<String> parked(Verdict.Park park) {
        String data = park.data();
        return data == null
                ? (complete, operations) -> operations.reschedule(complete, DbSchedulerStore.PARKED)
                : (complete, operations) -> operations.reschedule(complete, DbSchedulerStore.PARKED, data);
    }

    @Override
    public void start() {
        running = true;
        task.runBy(this);
    }

    @Override
    public void stop() {
        running = false;
        task.runBy(null);
        lock.lock();
        try {
            long left = longestStop.toNanos();
            while (underWay > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
