package dev.recourse.crash.desktop;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.StackTraceFormatter;
import dev.recourse.crash.store.ReportDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the reports of earlier processes about which the user has not decided. */
final class EarlierReports {

    private EarlierReports() {}

    /** Returns them, the newest first. */
    static List<CrashNotice> undecided(ReportDirectory directory, Instant start) {
        List<CrashNotice> notices = new ArrayList<>();
        for (String id : directory.pending()) {
            CrashReport report = ReportId.time(id).isBefore(start) ? directory.find(id) : null;
            Path file = directory.file(id);
            if (report != null && file != null && !report.delivery().consent()) {
                String message = StackTraceFormatter.heading(report.failure());
                notices.add(new CrashNotice(id, message, file, false, null, true, true));
            }
        }
        Collections.reverse(notices);
        return notices;
    }
}
