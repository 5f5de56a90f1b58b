package dev.recourse.crash.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.capture.CrashFingerprint;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Handles a failure within the budget, whatever else fails: stores a report, tries to send it, and tells people. */
public final class CrashHook implements CrashReporter {

    private static final Log logger = LogFactory.getLog(CrashHook.class);

    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(1);

    /** For a sender that waited as long as it may to put down that there was no answer. */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    private final HookSettings settings;

    private final ReportMaker maker;

    private final ReportDirectory directory;

    private final ReportDelivery delivery;

    private final ReportedThrowables live;

    private final CrashDeduplicator repeats;

    private final HeapReserve reserve = new HeapReserve();

    private final CrashNotifications audience = new CrashNotifications();

    private final Thread atExit = new Thread(this::end, "recourse-crash-end");

    private volatile ReportThread thread = ReportThread.started();

    public CrashHook(
            HookSettings settings,
            ReportMaker maker,
            ReportDirectory directory,
            ReportDelivery delivery,
            ReportedThrowables live) {
        this.settings = settings;
        this.maker = maker;
        this.directory = directory;
        this.delivery = delivery;
        this.live = live;
        this.repeats = new CrashDeduplicator(settings.sameCrash());
    }

    /** Gets ready, in the background. */
    public void start() {
        thread.execute(new FutureTask<>(this::prepare, null));
        delivery.alsoDo(this::tellRepeats);
        delivery.start();
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Ends its threads; for a hook that nobody calls any more. */
    public void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ex) {
            return; // the process is ending anyway
        }
        thread.finish();
        end();
        delivery.stop();
    }

    /** Sets who tells people of a crash. */
    public void notifiers(List<CrashNotifier> current) {
        audience.notifiers(current);
    }

    /** Sets who is told of a report. */
    public void listeners(List<CrashListener> current) {
        audience.listeners(current);
    }

    /** Returns the exit code of a process that the death of a thread ends, or null where that is left alone. */
    @Nullable
    public Integer exitCode() {
        return settings.exitCode();
    }

    @Override
    public String report(Throwable failure) {
        return Objects.requireNonNullElse(crashed(Source.MANUAL, Thread.currentThread(), failure), "");
    }

    /** Handles a failure; returns the report's id, or null where there is none; never throws. */
    public @Nullable String crashed(Source source, Thread crashed, Throwable failure) {
        Handled handled = handle(source, crashed, failure);
        if (handled == null) {
            return null;
        }
        tell(handled);
        return handled.id();
    }

    /** Handles a failure but for telling people, who may do as they like; never throws. */
    @Nullable
    public Handled handle(Source source, Thread crashed, Throwable failure) {
        // before anything else: the next line may need memory already
        reserve.release(crashed, failure);
        boolean interrupted = Thread.interrupted();
        try {
            if (Thread.currentThread() instanceof ReportThread || TimeLimiter.isInCall()) {
                logger.warn("Not reported, for it happened while a report was made", failure);
                return null;
            }
            if (isThreadDeath(failure)) {
                return null;
            }
            return reportOf(source, crashed, failure);
        } catch (Throwable ex) {
            reserve.release(crashed, ex);
            say("no report could be made: " + ex.getClass().getName());
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Handled reportOf(Source source, Thread crashed, Throwable failure) {
        long end = System.nanoTime() + settings.budget().toNanos();
        Instant now = Instant.now();
        String newId = ReportId.next(now);
        String known = live.putIfAbsent(newId, failure);
        if (known == null) {
            known = repeats.repeatOf(CrashFingerprint.of(failure), newId, System.nanoTime());
        }
        if (known != null) {
            return new Handled(known, null, false, Duration.ZERO);
        }
        Crash crash = new Crash(newId, source, now, crashed, crashed.getState(), failure);
        ReportMaker.Made made = make(crash, end);
        boolean delivered = made != null && sent(made, end);
        return new Handled(newId, made, delivered, rest(end));
    }

    private boolean sent(ReportMaker.Made made, long end) {
        try {
            return send(made, end);
        } catch (Throwable ex) {
            say("report " + made.report().id() + " could not be sent: " + maker.redacted(ex));
            return false;
        }
    }

    /** Tells of a failure that was handled; never throws. */
    public void tell(Handled handled) {
        try {
            if (handled.made() != null) {
                CrashReport report = handled.made().report();
                audience.tell(report, directory.file(report.id()), handled.delivered(), handled.rest());
            }
            // not before the trace is printed, which may need what the reserve gave back
            thread.execute(new FutureTask<>(this::arm, null));
        } catch (Throwable ex) {
            say("nobody could be told of report " + handled.id() + ": " + maker.redacted(ex));
        }
    }

    /** What became of a failure, with the report that was made if it was not a repeated one, and the time that is left. */
    public record Handled(String id, ReportMaker.@Nullable Made made, boolean delivered, Duration rest) {}

    private ReportMaker.@Nullable Made make(Crash crash, long end) {
        FutureTask<ReportMaker.Made> task = new FutureTask<>(new Making(maker, crash, reserve));
        thread.execute(task);
        try {
            return TimeLimiter.await(task, end);
        } catch (TimeoutException ex) {
            replaceThread();
            say("report " + crash.id() + " was not finished in "
                    + settings.budget().toMillis() + " ms");
        } catch (ExecutionException ex) {
            reserve.release(crash.thread(), ex);
            say("report " + crash.id() + " could not be made: " + maker.redacted(ex));
        }
        return null;
    }

    /** One after the other: of two new threads in the place of one, nobody would end the first. */
    private synchronized void replaceThread() {
        thread = thread.replaced();
    }

    private boolean send(ReportMaker.Made made, long end) {
        String id = made.report().id();
        if (made.file() == null) {
            boolean delivered = within(delivery.deliverUnstored(made.report()), waiting(end));
            say("report " + id + " could not be stored in " + directory.root() + ": " + maker.redacted(made.failure())
                    + (delivered ? "; it was sent" : "; here it is:\n" + json(made.report())));
            return delivered;
        }
        if (made.report().source() == Source.MANUAL) {
            CompletableFuture<Boolean> unused = delivery.deliverSoon(made.report());
            return false;
        }
        return within(delivery.deliverSoon(made.report()), waiting(end));
    }

    private boolean within(CompletableFuture<Boolean> delivered, Duration wait) {
        return delivery.awaitIdle(Deadline.after(wait)) && delivered.getNow(false);
    }

    /** A named class: a lambda would be made of memory when it is reached first. */
    private record Making(ReportMaker maker, Crash crash, HeapReserve reserve) implements Callable<ReportMaker.Made> {

        @Override
        public ReportMaker.Made call() {
            return maker.make(crash, reserve);
        }
    }

    private void prepare() {
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
        rehearse();
    }

    /** Has everything loaded that a crash needs. */
    private void rehearse() {
        try {
            Crash crash = maker.rehearse();
            CrashFingerprint kind = CrashFingerprint.of(crash.failure());
            repeats.repeatOf(kind, crash.id(), System.nanoTime());
            repeats.repeatOf(kind, crash.id(), System.nanoTime());
            repeats.told(crash.id(), 1);
            live.putIfAbsent(crash.id(), crash.failure());
            FutureTask<?> task = new FutureTask<>(new Making(maker, crash, reserve));
            task.cancel(false);
            tell(new Handled(crash.id(), null, false, Duration.ZERO));
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

    private void end() {
        if (repeats.hasUntold()) {
            delivery.doOnlyThat(SHUTDOWN_WAIT);
        }
        reserve.disarm();
    }

    private void tellRepeats() throws IOException {
        for (Map.Entry<String, Integer> entry : repeats.untold().entrySet()) {
            CrashReport report = directory.find(entry.getKey());
            if (report != null) {
                directory.update(report.withRepeats(entry.getValue()));
                repeats.told(entry.getKey(), entry.getValue());
            }
        }
    }

    private Duration waiting(long end) {
        Duration rest = rest(end);
        Duration wait = settings.sendWait().plus(LAST_WORDS);
        return rest.compareTo(wait) < 0 ? rest : wait;
    }

    private static Duration rest(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private static String json(CrashReport report) {
        return new String(ReportJson.write(report), UTF_8);
    }

    @SuppressWarnings("SystemOut")
    private static void say(String text) {
        System.err.println("[crash] " + text);
    }

    /** {@code ThreadDeath} is deprecated and to be removed: known by its name. */
    public static boolean isThreadDeath(Throwable failure) {
        // the name of a class is made when it is asked for first
        return !(failure instanceof VirtualMachineError)
                && failure.getClass().getName().equals("java.lang.ThreadDeath");
    }
}
