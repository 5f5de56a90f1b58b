package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A report in brief, as a list shows it.
 *
 * @param kind the same for equal crashes; null where an earlier release wrote the report
 * @param application its name, with its version
 */
public record StoredReport(
        String id,
        Instant time,
        @Nullable String kind,
        String type,
        @Nullable String message,
        @Nullable String application,
        String thread,
        Source source,
        DeliveryStatus.State state,
        int repeats) {

    /** Returns a report in brief. */
    public static StoredReport of(CrashReport report) {
        CrashReport.Failure failure = report.failure();
        return new StoredReport(
                report.id(),
                report.time(),
                report.kind(),
                failure.type(),
                failure.message(),
                named(report.application()),
                report.thread().name(),
                report.source(),
                report.delivery().state(),
                report.repeats());
    }

    private static @Nullable String named(@Nullable Application application) {
        if (application == null || application.name() == null) {
            return null;
        }
        return application.version() == null ? application.name() : application.name() + ' ' + application.version();
    }
}
