package dev.recourse.crash.send;

import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.render.Redactor;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends reports in the background.
 *
 * <p>A crash of this process goes ahead of what waits from before. Where another process has the directory's lock, both are tried again in
 * a second.
 */
public final class ReportDelivery {

    private static final Log logger = LogFactory.getLog(ReportDelivery.class);

    private final ReportDirectory directory;

    private final Predicate<CrashReport> own;

    private final SendConsent consent;

    private final Redactor redactor;

    private final Duration interval;

    private final InstantSource clock;

    private final SenderPauses pauses = new SenderPauses(System::nanoTime);

    private final FreshReports fresh = new FreshReports();

    private final DeliveryWorker worker;

    /** Reports that this process has tried; used by the worker only. */
    private final Set<String> tried = new HashSet<>();

    /** Reports that the user does not want to be sent, until that is in their files. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private final List<Task> also = new CopyOnWriteArrayList<>();

    private final Task sendFresh = this::sendFresh;

    private final Task sendPending = this::sendPending;

    private volatile Map<String, CrashReportSender> senders = Map.of();

    private volatile boolean nobodyToSend;

    /**
     * Creates it.
     *
     * @param own which reports are this application's; of others nothing is sent
     * @param consent without which no sender sees a report
     * @param interval time between two runs over the reports that wait
     */
    public ReportDelivery(
            ReportDirectory directory,
            Predicate<CrashReport> own,
            SendConsent consent,
            Redactor redactor,
            Duration interval,
            InstantSource clock) {
        this.directory = directory;
        this.own = own;
        this.consent = consent;
        this.redactor = redactor;
        this.interval = interval;
        this.clock = clock;
        this.worker = new DeliveryWorker(directory, fresh::giveUp);
    }

    /** Starts the thread. What earlier processes have left waits for the senders, so that it does not slow the start. */
    public void start() {
        worker.start(sendPending, interval);
    }

    /** Stops the thread; what was not sent waits for the next start. */
    public void stop() {
        worker.stop();
    }

    /** Sets the senders by name, and sends at once what waits. */
    public void senders(Map<String, CrashReportSender> current) {
        senders = Collections.unmodifiableMap(new LinkedHashMap<>(current));
        nobodyToSend = current.isEmpty();
        sendPendingSoon();
    }

    /** Sends in the background what waits. */
    void sendPendingSoon() {
        worker.execute(sendPending);
    }

    /** Removes the senders. */
    public void noSenders() {
        senders = Map.of();
    }

    /** Returns whether there is a sender. */
    public boolean hasSenders() {
        return !senders.isEmpty();
    }

    /** Returns whether there is a sender that gets this report. */
    public boolean isSendable(CrashReport report) {
        return hasSenders() && mayLeave(report);
    }

    private boolean mayLeave(CrashReport report) {
        return consent.isGivenFor(report) && !refused.contains(report.id());
    }

    /** Returns whether a report waits for the user's consent, unless they have given it. */
    public boolean asks() {
        return !nobodyToSend && consent.current() == Consent.ASK;
    }

    /** Returns whether a report may be sent one day: nobody forbids it, and there is a sender, or there was one, or nobody knows yet. */
    public boolean mayBeSent() {
        return !nobodyToSend && consent.current() != Consent.NEVER;
    }

    /**
     * Sends a stored report in the background, ahead of those that wait from before.
     *
     * @return whether it was delivered, once it was tried
     */
    public CompletableFuture<Boolean> deliverSoon(CrashReport report) {
        if (senders.isEmpty()) {
            return CompletableFuture.completedFuture(false);
        }
        CompletableFuture<Boolean> delivered = fresh.add(report);
        worker.execute(sendFresh);
        return delivered;
    }

    /**
     * Sends a report in the background that could not be stored, so that nobody else can send it.
     *
     * @return whether it was delivered, once it was tried
     */
    public CompletableFuture<Boolean> deliverUnstored(CrashReport report) {
        CompletableFuture<Boolean> delivered = fresh.watched();
        worker.executeUnlocked(() -> {
            try {
                DeliveryStatus status = senders.isEmpty() ? null : attempt().make(report);
                delivered.complete(status != null && status.state() == State.DELIVERED);
            } finally {
                delivered.complete(false);
            }
        });
        return delivered;
    }

    /** Notes that the user agrees to send a report that waits, and sends it; the result is whether it was delivered, once it was tried. */
    CompletableFuture<Boolean> allow(String id) {
        return soon(() -> {
            CrashReport report = waiting(id);
            if (report == null) {
                return false;
            }
            CrashReport allowed = report.with(report.delivery().withConsent());
            directory.update(allowed);
            return own.test(allowed) && hasSenders() && deliveryRun().run(allowed);
        });
    }

    /** Puts a report away that waits, and that the user does not want to be sent. */
    CompletableFuture<Boolean> refuse(String id) {
        refused.add(id);
        return soon(() -> {
            CrashReport report = waiting(id);
            if (report != null) {
                directory.settle(report.with(report.delivery().refused("The user does not want it to be sent")));
            }
            return false;
        });
    }

    /** Adds what the user says to a report, and tells those who have delivered it. */
    CompletableFuture<Boolean> comment(String id, String text) {
        return soon(() -> {
            CrashReport report = directory.find(id);
            if (report == null) {
                return false;
            }
            CrashReport commented = report.toBuilder().comment(text).build();
            directory.update(commented);
            if (commented.delivery().state() != State.DELIVERED || !own.test(commented)) {
                return false;
            }
            List<String> told = attempt().comment(commented);
            if (!told.containsAll(commented.delivery().deliveredTo())) {
                // sent once more, as the same event, until the comment is there too
                directory.reopen(commented.with(commented.delivery().pendingFor(told)));
                return false;
            }
            return true;
        });
    }

    private @Nullable CrashReport waiting(String id) throws IOException {
        return directory.isPending(id) ? directory.findPending(id) : null;
    }

    /** Does something with the lock, as soon as that can be had; the result is false where it fails. */
    private CompletableFuture<Boolean> soon(FileTask task) {
        CompletableFuture<Boolean> done = fresh.watched();
        worker.execute(() -> {
            try {
                done.complete(task.run());
            } finally {
                done.complete(false);
            }
        });
        return done;
    }

    private interface FileTask {

        boolean run() throws IOException;
    }

    /** Waits until each report was tried, and all done that the user wants; returns whether that is so. */
    public boolean awaitIdle(Deadline deadline) {
        return fresh.awaitIdle(deadline);
    }

    /** Tries now to send one report that waits, of this application; returns whether it was delivered in that time. */
    public boolean deliver(String id, Duration wait) {
        CrashReport report = directory.find(id);
        if (report == null || !own.test(report)) {
            return false;
        }
        pauses.clear();
        CompletableFuture<Boolean> delivered = deliverSoon(report);
        return FreshReports.isDone(delivered, Deadline.after(wait)) && delivered.getNow(false);
    }

    /** Tries now to send all reports that wait, whenever they were tried last. */
    public void deliverAll(Duration wait) {
        doNow(() -> run(true), wait);
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
        CompletableFuture<Boolean> done = fresh.watched();
        worker.executeUnlocked(() -> {
            worker.locked(task);
            done.complete(true);
        });
        FreshReports.isDone(done, Deadline.after(wait));
    }

    /** Sends before it deletes: what grew too old while no process ran gets its try. */
    private void sendPending() {
        consent.refresh();
        sendFresh();
        also.forEach(this::attempt);
        attempt(directory::recover);
        try {
            run(false);
        } finally {
            attempt(directory::trim);
        }
    }

    private void sendFresh() {
        fresh.send(report -> deliveryRun().run(report));
    }

    private void run(boolean all) {
        pauses.clear();
        if (!senders.isEmpty()) {
            deliveryRun().run(all, this::sendFresh);
        }
    }

    private void attempt(Task task) {
        try {
            task.run();
        } catch (IOException ex) {
            directory.unusable(ex);
        } catch (RuntimeException ex) {
            logger.warn("Crash reports in " + directory.root() + " cannot be brought in order", ex);
        }
    }

    private DeliveryRun deliveryRun() {
        return new DeliveryRun(directory, own, attempt(), new BackOff(interval, BackOff.LONGEST), clock, tried);
    }

    private SendAttempt attempt() {
        return new SendAttempt(this::mayLeave, senders, pauses, redactor, clock);
    }
}
