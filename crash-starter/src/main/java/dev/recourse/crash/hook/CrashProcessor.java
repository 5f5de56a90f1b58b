package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.capture.CrashFingerprint;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.format.StackTraceFormatter;
import dev.recourse.crash.hook.ReportMaker.StoredCrash;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.store.ReportDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the report thread does with a crash: it counts or stores it, hands it to the delivery, and has people told. */
final class CrashProcessor {

    private final ReportMaker maker;

    private final ReportDirectory directory;

    private final ReportDelivery delivery;

    private final CrashNotifications notifications;

    private final PendingCrashes pending;

    private final CrashDeduplicator repeats;

    private final HeapReserve reserve;

    private final LongSupplier nanoTime;

    CrashProcessor(
            ReportMaker maker,
            ReportDirectory directory,
            ReportDelivery delivery,
            CrashNotifications notifications,
            PendingCrashes pending,
            CrashDeduplicator repeats,
            HeapReserve reserve,
            LongSupplier nanoTime) {
        this.maker = maker;
        this.directory = directory;
        this.delivery = delivery;
        this.notifications = notifications;
        this.pending = pending;
        this.repeats = repeats;
        this.reserve = reserve;
        this.nanoTime = nanoTime;
    }

    /** Does all that can be done before the crash is sent; never throws. */
    void process(PendingCrash current) {
        Crash crash = current.crash();
        if (crash == null) {
            return;
        }
        try {
            String known = repeats.repeatOf(CrashFingerprint.of(crash.failure()), crash.id(), nanoTime.getAsLong());
            if (known != null) {
                current.stored(known);
                tellOfRepeated(current, known);
                return;
            }
            current.getsReport();
            StoredCrash made = maker.make(crash, reserve);
            if (delivery.isSendable(made.report())) {
                // before anybody may think that it is done
                current.sending();
            }
            current.stored(crash.id());
            if (made.file() != null) {
                // before it is sent, which changes report and page
                maker.draw(crash, made.report());
            }
            send(current, made);
            if (made.file() != null) {
                current.message(StackTraceFormatter.heading(made.report().failure()));
                tell(current, current);
            }
        } catch (Throwable ex) {
            reserve.release(crash.thread(), ex);
            say(current, "report " + crash.id() + " could not be made", ex);
        } finally {
            current.handled();
            current.stored(current.id());
            pending.removeIfDone(current);
        }
    }

    /**
     * Has people told of a crash that is stored, unless they were or need not be; never throws.
     *
     * @param printed the crash whose trace comes first: this one, or a repeat of it
     */
    void tell(PendingCrash current, PendingCrash printed) {
        try {
            // in one step, so that what came of sending is told afterwards
            synchronized (current) {
                CrashNotice notice = current.beginTelling() ? notice(current) : null;
                if (notice != null) {
                    notifications.crashed(printed, notice);
                }
            }
        } catch (Throwable ex) {
            say(current, "nobody could be told of report " + current.id(), ex);
        }
    }

    /** Notes what came of sending, and has people told; never throws. */
    void settle(PendingCrash current, boolean delivered) {
        try {
            synchronized (current) {
                if (!current.sent(delivered)) {
                    return;
                }
                CrashNotice notice = current.isTold() ? notice(current) : null;
                if (notice != null) {
                    notifications.delivery(notice);
                }
            }
            pending.removeIfDone(current);
            notifications.reported(current.source(), delivered);
        } catch (Throwable ex) {
            say(current, "nobody could be told what came of report " + current.id(), ex);
        }
    }

    /** Has something said on the console that has to do with a crash; never throws. */
    void say(PendingCrash current, String text, @Nullable Throwable failure) {
        try {
            notifications.say(current, failure == null ? text : text + ": " + maker.redacted(failure));
        } catch (Throwable ex) {
            // no memory, most likely: the trace is printed, and the reserve has written what it could
        }
    }

    /** A report by hand whose failure is thrown afterwards is a crash that people hear of. */
    private void tellOfRepeated(PendingCrash repeat, String known) {
        PendingCrash earlier = pending.find(known);
        if (earlier != null && repeat.source() != Source.MANUAL) {
            earlier.concernsPeople();
            tell(earlier, repeat);
        }
    }

    private void send(PendingCrash current, StoredCrash made) {
        CrashReport report = made.report();
        if (made.file() == null) {
            say(
                    current,
                    "report " + report.id() + " could not be stored in " + directory.root() + " ("
                            + maker.redacted(made.failure()) + "); here it is:\n"
                            + new String(ReportJson.write(report), StandardCharsets.UTF_8),
                    null);
        }
        if (!current.isSending()) {
            notifications.reported(report.source(), false);
            return;
        }
        CompletableFuture<Boolean> sent =
                made.file() == null ? delivery.deliverUnstored(report) : delivery.deliverSoon(report);
        CompletableFuture<Void> unused = sent.thenAccept(delivered -> settle(current, delivered));
    }

    private @Nullable CrashNotice notice(PendingCrash current) {
        Path file = directory.file(current.id());
        String message = current.message();
        if (file == null || message == null) {
            return null;
        }
        Path page = file.resolveSibling(current.id() + ".html");
        return new CrashNotice(
                current.id(),
                message,
                file,
                current.isDelivered(),
                Files.exists(page) ? page : null,
                delivery.mayBeSent(),
                !current.isDelivered() && delivery.asks());
    }
}
