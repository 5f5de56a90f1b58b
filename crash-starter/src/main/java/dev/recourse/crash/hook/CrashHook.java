package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.capture.CrashFingerprint;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.show.ConsoleText;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.Deadline;
import dev.recourse.crash.time.FixedTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes crashes in hand, and knows who waits for whom.
 *
 * <p>The thread of a crash calls {@link #accept}, which waits for nothing, prints its trace, and calls {@link #finish}, which waits until the
 * report is stored. The end of the process waits for what is being printed, stored or sent.
 */
public final class CrashHook implements CrashReporter {

    private static final Log logger = LogFactory.getLog(CrashHook.class);

    /** Crashes that may wait for the report thread; threads that die wait for theirs, so that more of them take threads that live on. */
    private static final int MOST_WAITING = 10_000;

    /** Threads that may hang, in a disk that does not answer. */
    private static final int MOST_REPLACED = 20;

    private final HookSettings settings;

    private final ReportMaker maker;

    private final ReportDirectory directory;

    private final ReportDelivery delivery;

    private final ReportedThrowables live;

    private final LongSupplier nanoTime;

    private final HeapReserve reserve = new HeapReserve();

    private final CrashNotifications notifications = new CrashNotifications(System.err);

    private final PendingCrashes pending = new PendingCrashes();

    private final CrashDeduplicator repeats;

    private final CrashProcessor processor;

    private final Thread atExit = new Thread(this::end, "recourse-crash-end");

    private int replaced;

    private volatile WorkerThread thread = WorkerThread.started("recourse-crash-report", MOST_WAITING);

    public CrashHook(
            HookSettings settings,
            ReportMaker maker,
            ReportDirectory directory,
            ReportDelivery delivery,
            ReportedThrowables live,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.maker = maker;
        this.directory = directory;
        this.delivery = delivery;
        this.live = live;
        this.nanoTime = nanoTime;
        this.repeats = new CrashDeduplicator(settings.sameCrash());
        this.processor =
                new CrashProcessor(maker, directory, delivery, notifications, pending, repeats, reserve, nanoTime);
    }

    /** Gets ready for crashes, in the background, as far as a start is not held up by it. */
    public void start() {
        thread.execute(this::open);
        delivery.alsoDo(this::flushRepeats);
        delivery.start();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Gets ready for what would be slow at a crash, in the background; once the application is ready, which needs the processor itself. */
    public void ready(Runnable also) {
        thread.execute(() -> {
            warmUp();
            also.run();
        });
    }

    /** Ends its threads; for a hook that nobody calls any more. */
    public void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ex) {
            return; // the process is ending anyway
        }
        thread.finish();
        thread.awaitEnd();
        end();
        notifications.stop();
        delivery.stop();
    }

    /** Sets who tells people of a crash. */
    public void notifiers(List<CrashNotifier> current) {
        notifications.notifiers(current);
    }

    /** Sets who is told of a report. */
    public void listeners(List<CrashListener> current) {
        notifications.listeners(current);
    }

    /** Returns the exit code of a process that the death of a thread ends, or null where that is left alone. */
    @Nullable
    public Integer exitCode() {
        return settings.exitCode();
    }

    @Override
    public String report(Throwable failure) {
        PendingCrash crash = accept(Source.MANUAL, Thread.currentThread(), failure);
        if (crash == null) {
            return "";
        }
        finish(crash);
        Path file = directory.file(crash.id());
        if (file != null) {
            logger.warn("Crash report " + crash.id() + " of what was reported by hand: " + file);
        }
        return crash.id();
    }

    /** Reports the failure of a thread that lives on and has somebody else print it; waits for nothing, never throws. */
    public void crashed(Source source, Throwable failure) {
        PendingCrash crash = accept(source, Thread.currentThread(), failure);
        if (crash != null) {
            crash.printed(Thread.currentThread());
        }
    }

    /** Takes a crash in hand, which the current thread prints next; waits for nothing and never throws. */
    @Nullable
    public PendingCrash accept(Source source, Thread crashed, Throwable failure) {
        // before anything else: the next line may need memory already
        reserve.release(crashed, failure);
        try {
            if (Thread.currentThread() instanceof WorkerThread || TimeLimiter.isInCall()) {
                logger.warn("Not reported, because it happened while a report was made", failure);
                return null;
            }
            return isThreadDeath(failure) ? null : take(source, crashed, failure);
        } catch (Throwable ex) {
            reserve.release(crashed, ex);
            say("no report could be made: " + ex.getClass().getName());
            return null;
        }
    }

    private PendingCrash take(Source source, Thread crashed, Throwable failure) {
        Instant now = Instant.now();
        String id = ReportId.next(now);
        String known = live.putIfAbsent(id, failure);
        PendingCrash crash = known == null ? null : pending.find(known);
        if (crash != null) {
            if (source != Source.MANUAL) {
                crash.concernsPeople();
            }
            crash.printing(Thread.currentThread());
            pending.add(crash);
            return crash;
        }
        crash = new PendingCrash(
                new Crash(known == null ? id : known, source, now, crashed, crashed.getState(), failure), nanoTime);
        crash.printing(Thread.currentThread());
        pending.add(crash);
        if (known != null || !thread.execute(new Processing(processor, crash))) {
            crash.stored(crash.id());
        }
        return crash;
    }

    /** Waits until a crash that the current thread has printed is stored, within the budget; never throws. */
    public void finish(PendingCrash crash) {
        try {
            crash.printed(Thread.currentThread());
            WorkerThread asked = thread;
            if (!crash.awaitStored(budget())) {
                replace(asked);
                say("report " + crash.id() + " was not finished in "
                        + settings.budget().toMillis() + " ms");
            }
            processor.tell(crash, crash);
            pending.removeIfDone(crash);
            // not before the trace is printed, which may need what the reserve gave back
            thread.execute(new Arming(this));
        } catch (Throwable ex) {
            say("report " + crash.id() + " may not be finished: " + maker.redacted(ex));
        }
    }

    /** Waits, within the budget, for what is being stored or sent. */
    public void awaitSent() {
        Deadline all = budget();
        if (EndingThreads.isProcessEnding()) {
            EndingThreads.letOthersBegin();
        }
        pending.await(PendingCrash::isStored, all);
        pending.await(
                crash -> !crash.isSending(), all.atMost(settings.sendWait().plus(FixedTimes.NOTING)));
    }

    /** One after the other: of two new threads in the place of one, nobody would end the first. */
    private synchronized void replace(WorkerThread hanging) {
        if (thread == hanging && replaced < MOST_REPLACED) {
            replaced++;
            thread = hanging.replaced();
            if (replaced == MOST_REPLACED) {
                say(MOST_REPLACED
                        + " threads hang that were to write reports: no more are started, and no more reports made");
            }
        }
    }

    private Deadline budget() {
        return Deadline.after(settings.budget(), nanoTime);
    }

    /** A named class: a lambda would be made of memory when it is reached first. */
    private record Processing(CrashProcessor processor, PendingCrash crash) implements Runnable {

        @Override
        public void run() {
            processor.process(crash);
        }
    }

    /** As above. */
    private record Arming(CrashHook hook) implements Runnable {

        @Override
        public void run() {
            hook.arm();
        }
    }

    private void open() {
        try {
            directory.open();
        } catch (IOException ex) {
            logger.error(
                    "Crash reports cannot be written: make " + directory.root()
                            + " writable or set recourse.crash.directory",
                    ex);
            return;
        }
        arm();
    }

    /** Has everything loaded that a crash needs. */
    private void warmUp() {
        try {
            Crash crash = maker.warmUp();
            CrashFingerprint kind = CrashFingerprint.of(crash.failure());
            repeats.repeatOf(kind, crash.id(), nanoTime.getAsLong());
            repeats.repeatOf(kind, crash.id(), nanoTime.getAsLong());
            repeats.flushed(crash.id(), 1);
            live.putIfAbsent(crash.id(), crash.failure());
            PendingCrash done = new PendingCrash(crash, nanoTime);
            done.printing(Thread.currentThread());
            done.stored(crash.id());
            finish(done);
        } catch (Throwable ex) {
            logger.warn("Crash reports may be incomplete", ex);
        }
    }

    private void arm() {
        try {
            reserve.arm(directory);
        } catch (IOException | OutOfMemoryError ex) {
            logger.warn("Nothing is held in reserve for a crash without memory", ex);
        }
    }

    /** The end of the process, which nobody holds up for longer than the budget. */
    private void end() {
        Deadline all = budget();
        EndingThreads.letOthersBegin();
        pending.await(crash -> crash.isStored() && crash.isPrinted(), all);
        pending.await(
                crash -> !crash.isSending(), all.atMost(settings.sendWait().plus(FixedTimes.NOTING)));
        pending.unfinished().forEach(crash -> processor.settle(crash, false));
        notifications.await(all.atMost(FixedTimes.TELLING));
        if (repeats.hasPending()) {
            delivery.doOnlyThat(FixedTimes.COUNTING);
        }
        reserve.disarm();
    }

    private void flushRepeats() throws IOException {
        for (Map.Entry<String, Integer> entry : repeats.pending().entrySet()) {
            CrashReport report = directory.find(entry.getKey());
            if (report != null) {
                directory.update(report.withRepeats(entry.getValue()));
                repeats.flushed(entry.getKey(), entry.getValue());
            }
        }
    }

    @SuppressWarnings("SystemOut")
    private static void say(String text) {
        System.err.println("[crash] " + ConsoleText.line(text));
    }

    /** {@code ThreadDeath} is deprecated and to be removed: known by its name. */
    public static boolean isThreadDeath(Throwable failure) {
        // the name of a class is made when it is asked for first
        return !(failure instanceof VirtualMachineError)
                && failure.getClass().getName().equals("java.lang.ThreadDeath");
    }
}
