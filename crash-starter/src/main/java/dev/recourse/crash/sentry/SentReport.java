package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.format.ReportReduction;
import java.util.List;

/**
 * A report in the form in which it is sent.
 *
 * @param current whether it is of this process, so that the SDK may add what it knows of that
 * @param withLog whether the event has the last lines of the log, as breadcrumbs
 */
record SentReport(CrashReport report, boolean current, boolean withLog) {

    /** What is left out in turn where the server finds the event too large. */
    static final List<ReportReduction> REDUCTIONS =
            List.of(ReportReduction.THREADS, ReportReduction.LOG, ReportReduction.LOCALS);

    SentReport without(ReportReduction reduction) {
        return new SentReport(reduction.apply(report), current, withLog && reduction != ReportReduction.LOG);
    }

    /** Returns whether this has all that another form has, but for the notes. */
    boolean hasNoMoreThan(SentReport other) {
        return withoutNotes().equals(other.withoutNotes());
    }

    private SentReport withoutNotes() {
        return new SentReport(
                report.toBuilder().notes(List.of()).build(),
                current,
                withLog && (current || !report.log().isEmpty()));
    }
}
