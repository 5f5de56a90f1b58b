package dev.recourse.crash.send;

import dev.recourse.crash.send.ReportDelivery.Task;
import dev.recourse.crash.store.ProcessLock;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** The thread that does what needs the directory's lock. Where another process has that, it tries again in a second. */
final class DeliveryWorker {

    private static final Log logger = LogFactory.getLog(DeliveryWorker.class);

    /** Well below the time for which the end of a process waits; asking costs one system call. */
    private static final Duration LOCK_RETRY = Duration.ofSeconds(1);

    /** For what is being written; a sender is not waited for. */
    private static final Duration STOP = Duration.ofSeconds(1);

    private final ReportDirectory directory;

    private final Runnable failed;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, DeliveryWorker::thread);

    /** Tasks that wait for the lock; used by the thread only. */
    private final Set<Task> waiting = new HashSet<>();

    /**
     * Creates a worker.
     *
     * @param failed is done where a task fails, or comes after the end
     */
    DeliveryWorker(ReportDirectory directory, Runnable failed) {
        this.directory = directory;
        this.failed = failed;
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Starts the thread, and does this task each time that so long has passed. */
    void start(Task task, Duration interval) {
        executor.prestartCoreThread();
        ScheduledFuture<?> unused = executor.scheduleWithFixedDelay(
                () -> locked(task), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stop() {
        executor.shutdown();
        try {
            executor.awaitTermination(STOP.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
        failed.run();
    }

    /** Does a task with the lock, as soon as that can be had. */
    void execute(Task task) {
        executeUnlocked(() -> locked(task));
    }

    void executeUnlocked(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException ex) {
            failed.run();
        }
    }

    /** Does a task with the lock; to be called by a task of {@link #executeUnlocked}. */
    void locked(Task task) {
        try (ProcessLock lock = directory.tryLock()) {
            if (lock != null) {
                task.run();
            } else if (!executor.isShutdown() && waiting.add(task)) {
                ScheduledFuture<?> unused =
                        executor.schedule(() -> again(task), LOCK_RETRY.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (IOException ex) {
            directory.unusable(ex);
            failed.run();
        } catch (Throwable ex) {
            logger.warn("Crash reports in " + directory.root() + " cannot be sent", ex);
            failed.run();
        }
    }

    private void again(Task task) {
        waiting.remove(task);
        locked(task);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "recourse-crash-send");
        thread.setDaemon(true);
        return thread;
    }
}
