package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Sends reports that are in the directory; done by whoever has its lock. */
final class DeliveryRun {

    private static final Log logger = LogFactory.getLog(DeliveryRun.class);

    private final ReportDirectory directory;

    private final Predicate<CrashReport> own;

    private final SendAttempt attempt;

    private final BackOff backOff;

    private final InstantSource clock;

    private final Set<String> tried;

    /**
     * Creates a run.
     *
     * @param own which reports are this application's; of others nothing is sent
     * @param tried ids of the reports that this process has tried; back-off holds only for these
     */
    DeliveryRun(
            ReportDirectory directory,
            Predicate<CrashReport> own,
            SendAttempt attempt,
            BackOff backOff,
            InstantSource clock,
            Set<String> tried) {
        this.directory = directory;
        this.own = own;
        this.attempt = attempt;
        this.backOff = backOff;
        this.clock = clock;
        this.tried = tried;
    }

    /**
     * Tries the reports that wait, oldest first.
     *
     * @param all whether those too that are not due
     * @param between done before each report
     */
    void run(boolean all, Runnable between) {
        List<String> pending = directory.pending();
        tried.retainAll(Set.copyOf(pending));
        for (String id : pending) {
            between.run();
            try {
                CrashReport report = directory.findPending(id);
                if (report != null && own.test(report) && (all || isDue(report, clock.instant()))) {
                    record(report, attempt(report));
                }
            } catch (IOException | RuntimeException ex) {
                logger.warn("Report " + id + " cannot be sent", ex);
            }
        }
    }

    /** Tries a report that is in memory, unless somebody else has taken it away; returns whether it is delivered. */
    boolean run(CrashReport report) throws IOException {
        if (!directory.isPending(report.id())) {
            CrashReport settled = directory.find(report.id());
            return settled != null && settled.delivery().state() == State.DELIVERED;
        }
        DeliveryStatus status = attempt(report);
        if (status == null) {
            return false;
        }
        // read only now: what was written meanwhile stays, such as repeats
        CrashReport stored = directory.findPending(report.id());
        if (stored != null) {
            record(stored, status);
        }
        return status.state() == State.DELIVERED;
    }

    private boolean isDue(CrashReport report, Instant now) {
        return !tried.contains(report.id()) || backOff.isDue(report.delivery(), now);
    }

    private @Nullable DeliveryStatus attempt(CrashReport report) {
        DeliveryStatus status = attempt.make(report);
        if (status != null) {
            tried.add(report.id());
        }
        return status;
    }

    private void record(CrashReport report, @Nullable DeliveryStatus status) throws IOException {
        if (status == null) {
            return;
        }
        if (status.state() == State.PENDING) {
            directory.update(report.with(status));
        } else {
            directory.settle(report.with(status));
        }
    }
}
