package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.ProcessLock;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends reports on a thread of its own, which does all that needs the directory's lock.
 *
 * <p>A report of this process goes ahead of those that wait from before. Where another process has the lock, both are tried again in a
 * second.
 */
public final class ReportDelivery {

    private static final Log logger = LogFactory.getLog(ReportDelivery.class);

    /** Well below the time for which the end of a process waits; asking costs one system call. */
    private static final Duration LOCK_RETRY = Duration.ofSeconds(1);

    /** For what is being written; a sender is not waited for. */
    private static final Duration STOP = Duration.ofSeconds(1);

    private final ReportDirectory directory;

    private final Predicate<CrashReport> own;

    private final Redactor redactor;

    private final Duration interval;

    private final InstantSource clock;

    private final SenderPauses pauses = new SenderPauses(System::nanoTime);

    private final ScheduledThreadPoolExecutor worker = new ScheduledThreadPoolExecutor(1, ReportDelivery::thread);

    private final Queue<FreshReport> fresh = new ConcurrentLinkedQueue<>();

    /** Until they are done: what the end of the process waits for. */
    private final Queue<CompletableFuture<Boolean>> underWay = new ConcurrentLinkedQueue<>();

    /** Reports that this process has tried; used by the worker only. */
    private final Set<String> tried = new HashSet<>();

    /** Tasks that wait for the lock; used by the worker only. */
    private final Set<Task> waiting = new HashSet<>();

    private final Task backlog = this::runBacklog;

    private final Task freshOnes = this::runFresh;

    private volatile Map<String, CrashReportSender> senders = Map.of();

    private volatile boolean told;

    private volatile boolean had;

    private final List<Task> also = new CopyOnWriteArrayList<>();

    /**
     * Creates it.
     *
     * @param own which reports are this application's; of others nothing is sent
     * @param interval time between two runs over the reports that wait
     */
    public ReportDelivery(
            ReportDirectory directory,
            Predicate<CrashReport> own,
            Redactor redactor,
            Duration interval,
            InstantSource clock) {
        this.directory = directory;
        this.own = own;
        this.redactor = redactor;
        this.interval = interval;
        this.clock = clock;
        worker.setRemoveOnCancelPolicy(true);
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Starts the thread. What earlier processes have left waits for the senders, so that it does not slow the start. */
    public void start() {
        worker.prestartCoreThread();
        ScheduledFuture<?> unused = worker.scheduleWithFixedDelay(
                () -> locked(backlog), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops the thread; what was not sent waits for the next start. */
    public void stop() {
        worker.shutdown();
        try {
            worker.awaitTermination(STOP.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        giveUp();
    }

    /** Sets the senders by name, and sends at once what waits. */
    public void senders(Map<String, CrashReportSender> current) {
        senders = Collections.unmodifiableMap(new LinkedHashMap<>(current));
        told = true;
        had |= !current.isEmpty();
        execute(backlog);
    }

    /** Removes the senders. */
    public void noSenders() {
        senders = Map.of();
    }

    /** Returns whether there is a sender. */
    public boolean hasSenders() {
        return !senders.isEmpty();
    }

    /** Returns whether there is a sender, was one, or may be one soon, because nobody has set any yet. */
    public boolean mayBeSent() {
        return !told || had;
    }

    /**
     * Sends a stored report in the background, ahead of those that wait from before.
     *
     * @return whether it was delivered, as soon as that is known
     */
    public CompletableFuture<Boolean> deliverSoon(CrashReport report) {
        if (senders.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        FreshReport next = new FreshReport(report);
        fresh.add(next);
        CompletableFuture<Boolean> delivered = watched(next.delivered());
        execute(freshOnes);
        return delivered;
    }

    /**
     * Sends a report in the background that could not be stored, so that nobody else can send it.
     *
     * @return whether it was delivered, as soon as that is known
     */
    public CompletableFuture<Boolean> deliverUnstored(CrashReport report) {
        CompletableFuture<Boolean> delivered = watched(new CompletableFuture<>());
        onWorker(() -> {
            try {
                DeliveryStatus status = senders.isEmpty() ? null : attempt().make(report);
                delivered.complete(status != null && status.state() == State.DELIVERED);
            } finally {
                delivered.complete(false);
            }
        });
        return delivered;
    }

    /** Waits until every report that was given to {@code deliverSoon} or {@code deliverUnstored} was tried; returns whether that is so. */
    public boolean awaitIdle(Deadline deadline) {
        CompletableFuture<?>[] now = underWay.toArray(CompletableFuture<?>[]::new);
        return isDone(CompletableFuture.allOf(now), deadline);
    }

    /** Tries now to send one report that waits, of this application; returns whether it was delivered in that time. */
    public boolean deliver(String id, Duration wait) {
        CrashReport report = directory.find(id);
        if (report == null || !own.test(report)) {
            return false;
        }
        pauses.clear();
        CompletableFuture<Boolean> delivered = deliverSoon(report);
        return isDone(delivered, Deadline.after(wait)) && delivered.getNow(false);
    }

    /** Tries now to send all reports that wait, whenever they were tried last. */
    public void deliverAll(Duration wait) {
        doNow(() -> runPending(true), wait);
    }

    /** Adds what else is done with the lock, before anything is sent. */
    public void alsoDo(Task task) {
        also.add(task);
    }

    /** Does only that, now. */
    public void doOnlyThat(Duration wait) {
        doNow(() -> also.forEach(this::attempt), wait);
    }

    /** Something that needs the directory's lock. */
    @FunctionalInterface
    public interface Task {

        /** Does it. */
        void run() throws IOException;
    }

    private void doNow(Task task, Duration wait) {
        CompletableFuture<Boolean> done = watched(new CompletableFuture<>());
        onWorker(() -> {
            locked(task);
            done.complete(true);
        });
        isDone(done, Deadline.after(wait));
    }

    private void execute(Task task) {
        onWorker(() -> locked(task));
    }

    private void onWorker(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException ex) {
            giveUp();
        }
    }

    private void locked(Task task) {
        try (ProcessLock lock = directory.tryLock()) {
            if (lock != null) {
                task.run();
            } else if (waiting.add(task)) {
                ScheduledFuture<?> unused =
                        worker.schedule(() -> again(task), LOCK_RETRY.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (Throwable ex) {
            logger.warn("Crash reports in " + directory.root() + " cannot be sent", ex);
            giveUp();
        }
    }

    private void again(Task task) {
        waiting.remove(task);
        locked(task);
    }

    /** Sends before it deletes: what grew too old while no process ran gets its try. */
    private void runBacklog() {
        runFresh();
        also.forEach(this::attempt);
        attempt(directory::recover);
        try {
            runPending(false);
        } finally {
            attempt(directory::trim);
        }
    }

    private void runPending(boolean all) {
        pauses.clear();
        if (!senders.isEmpty()) {
            run().run(all, this::runFresh);
        }
    }

    private void runFresh() {
        for (FreshReport next = fresh.poll(); next != null; next = fresh.poll()) {
            try {
                next.delivered().complete(run().run(next.report()));
            } catch (IOException | RuntimeException ex) {
                logger.warn("Report " + next.report().id() + " cannot be sent", ex);
            } finally {
                next.delivered().complete(false);
            }
        }
    }

    /** What was not sent is in the directory, and waits for the next run. */
    private void giveUp() {
        fresh.clear();
        underWay.forEach(future -> future.complete(false));
    }

    private void attempt(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException ex) {
            logger.warn("Crash reports in " + directory.root() + " cannot be brought in order", ex);
        }
    }

    private DeliveryRun run() {
        return new DeliveryRun(directory, own, attempt(), new BackOff(interval, BackOff.LONGEST), clock, tried);
    }

    private SendAttempt attempt() {
        return new SendAttempt(senders, pauses, redactor, clock);
    }

    private CompletableFuture<Boolean> watched(CompletableFuture<Boolean> future) {
        underWay.removeIf(CompletableFuture::isDone);
        underWay.add(future);
        return future;
    }

    private static boolean isDone(CompletableFuture<?> future, Deadline deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException ex) {
                    // for later: a report is worth more
                    interrupted = true;
                }
            }
        } catch (ExecutionException | TimeoutException ex) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "recourse-crash-send");
        thread.setDaemon(true);
        return thread;
    }
}
