package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.show.ConsoleText;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.Deadline;
import dev.recourse.crash.time.FixedTimes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/**
 * Takes crashes in hand, and knows who waits for whom.
 *
 * <p>The thread of a crash calls {@link #accept}, which waits for nothing, prints its trace, and calls {@link #finish}, which waits until the
 * report is stored. The end of the process waits for what is being printed, stored or sent.
 */
public final class CrashHook implements CrashReporter {

    private static final Log logger = LogFactory.getLog(CrashHook.class);

    private final HookSettings settings;

    private final ReportDirectory directory;

    private final ReportDelivery delivery;

    private final ReportedThrowables live;

    private final LongSupplier nanoTime;

    private final HeapReserve reserve = new HeapReserve();

    private final CrashNotifications notifications = new CrashNotifications(System.err);

    private final PendingCrashes pending = new PendingCrashes();

    private final CrashDeduplicator repeats;

    private final CrashProcessor processor;

    private final HookPreparation preparation;

    private final ProcessEnd processEnd;

    private final Thread atExit;

    private final ReportThread thread = new ReportThread();

    private final ProcessHold hold;

    public CrashHook(
            HookSettings settings,
            ReportMaker maker,
            ReportDirectory directory,
            ReportDelivery delivery,
            ReportedThrowables live,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.directory = directory;
        this.delivery = delivery;
        this.live = live;
        this.nanoTime = nanoTime;
        this.repeats = new CrashDeduplicator(settings.sameCrash());
        this.processor =
                new CrashProcessor(maker, directory, delivery, notifications, pending, repeats, reserve, nanoTime);
        this.preparation = new HookPreparation(directory, reserve, maker, repeats, live, nanoTime);
        this.processEnd =
                new ProcessEnd(settings, pending, processor, notifications, repeats, delivery, reserve, nanoTime);
        this.hold = new ProcessHold(processEnd::awaitTold);
        this.atExit = new Thread(processEnd, "recourse-crash-end");
    }

    /** Gets ready for crashes, in the background, as far as a start is not held up by it. */
    public void start() {
        thread.execute(preparation::openDirectory);
        delivery.alsoDo(() -> repeats.flush(directory));
        // not at the end of a crash: printing, telling and sending may need what the reserve gave back
        delivery.alsoDo(preparation::armReserve);
        delivery.start();
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
            // and once more when all contexts are closed, for what dies of that
            SpringApplication.getShutdownHandlers().add(processEnd);
        } catch (IllegalStateException ex) {
            logger.debug("The process is ending already", ex);
        }
    }

    /** Gets ready for what would be slow at a crash, in the background; once the application is ready, which needs the processor itself. */
    public void ready(Runnable also) {
        thread.execute(() -> {
            preparation.warmUp(this::finish);
            also.run();
        });
    }

    /** Ends its threads; for a hook that nobody calls any more. */
    public void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
            SpringApplication.getShutdownHandlers().remove(processEnd);
        } catch (IllegalStateException ex) {
            return; // the process is ending anyway
        }
        // whose start failed, perhaps, before it began the one that comes now
        pending.printedBy(Thread.currentThread());
        thread.finish();
        processEnd.finish();
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
            if (isOwn(Thread.currentThread())) {
                logger.warn("Not reported, because it happened while a report was made", failure);
                return null;
            }
            PendingCrash crash = isThreadDeath(failure) ? null : take(source, crashed, failure);
            if (crash != null && source != Source.MANUAL && notifications.isAttended()) {
                hold.begin();
            }
            return crash;
        } catch (Throwable ex) {
            reserve.release(crashed, ex);
            sayLost(ex);
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
        if (known != null) {
            crash.stored(known);
            crash.handled();
        } else if (!thread.execute(new Processing(processor, crash))) {
            crash.stored(id);
            crash.handled();
            processor.say(crash, "a crash leaves no report: too many wait for theirs", null);
        }
        return crash;
    }

    /** Waits until a crash that the current thread has printed is stored, within the budget; never throws. */
    public void finish(PendingCrash crash) {
        try {
            crash.printed(Thread.currentThread());
            WorkerThread asked = thread.current();
            if (!crash.awaitStored(Deadline.after(settings.budget(), nanoTime))) {
                if (thread.replace(asked)) {
                    say("too many reports hang in " + directory.root() + ": if one more does, no more are made");
                }
                say("report " + crash.id() + " was not finished in "
                        + settings.budget().toMillis() + " ms");
            }
            processor.tell(crash, crash);
            pending.removeIfDone(crash);
        } catch (Throwable ex) {
            processor.say(crash, "report " + crash.id() + " may not be finished", ex);
        }
    }

    /**
     * Returns the id of the report that is made of this very throwable, or null where there is none or it was only counted.
     *
     * <p>For who sends events of throwables too. Waits a moment until it is known which.
     */
    public @Nullable String reportOf(Throwable failure) {
        String id = live.idOf(failure);
        PendingCrash crash = id == null || isOwn(Thread.currentThread()) ? null : pending.find(id);
        if (crash == null || !crash.awaitDecided(Deadline.after(FixedTimes.DECIDING, nanoTime))) {
            return null;
        }
        return crash.id().equals(id) ? id : null;
    }

    private static boolean isOwn(Thread thread) {
        return thread instanceof WorkerThread || TimeLimiter.isInCall();
    }

    /** Waits until people are told, and for their answer; before the process is ended because of a crash. */
    public void awaitAnswer() {
        processEnd.awaitAnswer();
    }

    /** Waits, within the budget, for what is being stored or sent; for a context that closes. */
    public void awaitSent() {
        processEnd.awaitSent();
    }

    /** A named class: a lambda would be made of memory when it is reached first. */
    private record Processing(CrashProcessor processor, PendingCrash crash) implements Runnable {

        @Override
        public void run() {
            processor.process(crash);
        }
    }

    private static void sayLost(Throwable reason) {
        try {
            say("no report could be made: " + reason.getClass().getName());
        } catch (OutOfMemoryError ex) {
            // the trace comes first
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
