package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Sends reports that wait; done by whoever has the directory's lock. */
final class DeliveryRun {

    /** So many failures in a row, and the other side is not there: the rest waits for the next pass. */
    private static final int ENOUGH_FAILURES = 3;

    private static final Log logger = LogFactory.getLog(DeliveryRun.class);

    private final ReportDirectory directory;

    private final Map<String, CrashReportSender> senders;

    private final SendAttempt attempt;

    private final BackOff backOff;

    private final InstantSource clock;

    DeliveryRun(
            ReportDirectory directory,
            Map<String, CrashReportSender> senders,
            Redactor redactor,
            BackOff backOff,
            InstantSource clock) {
        this.directory = directory;
        this.senders = senders;
        this.attempt = new SendAttempt(senders, redactor, clock);
        this.backOff = backOff;
        this.clock = clock;
    }

    /** Tries all reports that wait, oldest first, or those that are due. */
    void run(boolean all) throws IOException {
        if (senders.isEmpty()) {
            return;
        }
        int failures = 0;
        Instant now = clock.instant();
        for (String id : directory.pending()) {
            CrashReport report = directory.findPending(id);
            if (report != null && (all || backOff.isDue(report.delivery(), now))) {
                failures = sendOneOfMany(report) == State.PENDING ? failures + 1 : 0;
            }
            if (failures == ENOUGH_FAILURES) {
                return;
            }
        }
    }

    /** Tries one report; returns whether it is delivered. */
    boolean run(String id) throws IOException {
        CrashReport report = directory.findPending(id);
        if (report == null || senders.isEmpty()) {
            CrashReport settled = directory.find(id);
            return settled != null && settled.delivery().state() == State.DELIVERED;
        }
        return send(report) == State.DELIVERED;
    }

    private State sendOneOfMany(CrashReport report) {
        try {
            return send(report);
        } catch (IOException ex) {
            logger.warn("What became of report " + report.id() + " could not be written down", ex);
            return State.PENDING;
        }
    }

    private State send(CrashReport report) throws IOException {
        DeliveryStatus status = attempt.make(report);
        if (status.state() == State.PENDING) {
            directory.update(report.with(status));
        } else {
            directory.settle(report.with(status));
        }
        return status.state();
    }
}
