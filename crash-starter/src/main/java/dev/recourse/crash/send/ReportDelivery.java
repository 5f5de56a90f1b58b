package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.store.ProcessLock;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Does, on one thread of its own, all that needs the directory's lock: sending, sending again, and tidying up. */
public final class ReportDelivery {

    private static final Log logger = LogFactory.getLog(ReportDelivery.class);

    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

    private static final long PATIENCE = 1000;

    private final ReportDirectory directory;

    private final Redactor redactor;

    private final Duration interval;

    private final InstantSource clock;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    private final Thread thread = new Thread(this::run, "recourse-crash-send");

    private volatile Map<String, CrashReportSender> senders = Map.of();

    private volatile boolean nobodyToSend;

    private final List<Task> also = new CopyOnWriteArrayList<>();

    private boolean tried;

    public ReportDelivery(ReportDirectory directory, Redactor redactor, Duration interval, InstantSource clock) {
        this.directory = directory;
        this.redactor = redactor;
        this.interval = interval;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins. What earlier processes have left, which may be much, waits for the senders: until then a start is busy. */
    public void start() {
        thread.start();
    }

    /** Ends; waits for that, but not as long as sending may take. */
    public void stop() {
        tasks.add(() -> Thread.currentThread().interrupt());
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets the senders by name, in the order in which they are called, and sees at once to what waits. */
    public void senders(Map<String, CrashReportSender> current) {
        senders = Collections.unmodifiableMap(new LinkedHashMap<>(current));
        nobodyToSend = current.isEmpty();
        tasks.add(this::pass);
    }

    /** Takes the senders back. */
    public void noSenders() {
        senders = Map.of();
    }

    /** Returns whether there is a sender. */
    public boolean hasSenders() {
        return !senders.isEmpty();
    }

    /** Tries to send one report now; returns whether it was delivered in that time. */
    public boolean deliver(String id, Duration wait) {
        return !senders.isEmpty() && Boolean.TRUE.equals(call(() -> locked(pass -> pass.run(id)), wait));
    }

    /** Returns whether a report may be sent one day: there is a sender, or there was one, or nobody knows yet. */
    public boolean mayBeSent() {
        return !nobodyToSend;
    }

    /** Tries in the background to send a stored report; the result is whether it was delivered. */
    public CompletableFuture<Boolean> deliverSoon(CrashReport report) {
        return soon(() -> locked(pass -> pass.run(report.id())));
    }

    /** Tries in the background to send a report that could not be stored; the result is whether it was delivered. */
    public CompletableFuture<Boolean> deliverUnstored(CrashReport report) {
        return soon(() -> new SendAttempt(senders, redactor, clock).make(report).state() == State.DELIVERED);
    }

    private CompletableFuture<Boolean> soon(Callable<Boolean> delivering) {
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                delivered.complete(delivering.call());
            } catch (Throwable ex) {
                logger.warn("A crash report could not be sent", ex);
                delivered.complete(false);
            }
        });
        return delivered;
    }

    /** Tries to send all reports that wait, whenever they were tried last. */
    public void deliverAll(Duration wait) {
        call(
                () -> locked(pass -> {
                    pass.run(true);
                    return true;
                }),
                wait);
    }

    /** Adds what else is to be done with the lock, before anything is sent. */
    public void alsoDo(Task task) {
        also.add(task);
    }

    /** Does only that, now. */
    public void doOnlyThat(Duration wait) {
        call(
                () -> locked(pass -> {
                    also.forEach(this::attempt);
                    return true;
                }),
                wait);
    }

    /** Something that needs the directory's lock. */
    @FunctionalInterface
    public interface Task {

        /** Does it. */
        void run() throws IOException;
    }

    private @Nullable Boolean call(Callable<Boolean> call, Duration wait) {
        FutureTask<Boolean> task = new FutureTask<>(call);
        tasks.add(task);
        try {
            return TimeLimiter.await(task, System.nanoTime() + wait.toNanos());
        } catch (TimeoutException ex) {
            // still in the queue, it is left to the next pass
            task.cancel(false);
        } catch (ExecutionException ex) {
            logger.warn("Crash reports cannot be sent", ex.getCause());
        }
        return null;
    }

    private void run() {
        long next = System.nanoTime() + interval.toNanos();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Runnable task = tasks.poll(next - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task == null) {
                    next = System.nanoTime() + interval.toNanos();
                    pass();
                } else {
                    task.run();
                }
            } catch (InterruptedException ex) {
                return;
            } catch (Throwable ex) {
                logger.warn("Crash reports cannot be sent", ex);
            }
        }
    }

    /** Sends before it deletes: what grew too old while no process ran gets its try. */
    private void pass() {
        boolean all = !tried && !senders.isEmpty();
        try {
            locked(pass -> {
                also.forEach(this::attempt);
                attempt(directory::recover);
                try {
                    if (!senders.isEmpty()) {
                        tried = true;
                        pass.run(all);
                    }
                } finally {
                    attempt(directory::trim);
                }
                return true;
            });
        } catch (Exception ex) {
            logger.warn("Crash reports in " + directory.root() + " cannot be sent", ex);
        }
    }

    private void attempt(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException ex) {
            logger.warn("Crash reports in " + directory.root() + " cannot be brought in order", ex);
        }
    }

    /** Returns the work's result, or false where another process has the lock. */
    private boolean locked(Work work) throws Exception {
        try (ProcessLock lock = directory.tryLock()) {
            return lock != null
                    && work.apply(new DeliveryRun(
                            directory, senders, redactor, new BackOff(interval, LONGEST_BACK_OFF), clock));
        }
    }

    private interface Work {

        boolean apply(DeliveryRun pass) throws Exception;
    }
}
