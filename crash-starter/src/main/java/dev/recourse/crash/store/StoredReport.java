package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A report in brief, as a list shows it. */
public record StoredReport(
        String id, Instant time, String type, @Nullable String message, DeliveryStatus.State state, int repeats) {

    /** Returns a report in brief. */
    public static StoredReport of(CrashReport report) {
        CrashReport.Failure failure = report.failure();
        return new StoredReport(
                report.id(),
                report.time(),
                failure.type(),
                failure.message(),
                report.delivery().state(),
                report.repeats());
    }
}
