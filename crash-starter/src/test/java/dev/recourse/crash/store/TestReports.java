package dev.recourse.crash.store;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.ThreadDump;
import dev.recourse.crash.format.ReportId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/** Reports to store. */
public final class TestReports {

    private static final List<Failure> BOOM =
            List.of(new Failure("java.lang.IllegalStateException", "boom", List.of(), List.of()));

    private TestReports() {}

    /** Returns a report of a crash at this time. */
    public static CrashReport at(Instant time) {
        return of(ReportId.next(time), time, BOOM, List.of(), List.of());
    }

    public static CrashReport of(Instant time, List<Failure> exceptions) {
        return of(ReportId.next(time), time, exceptions, List.of(), List.of());
    }

    static CrashReport large(Instant time, int threads, int lines) {
        return of(
                ReportId.next(time),
                time,
                BOOM,
                Collections.nCopies(threads, new ThreadDump("t", "RUNNABLE", List.of("x".repeat(100)))),
                Collections.nCopies(lines, "x".repeat(100)));
    }

    private static CrashReport of(
            String id, Instant time, List<Failure> exceptions, List<ThreadDump> threads, List<String> log) {
        return CrashReport.builder(id, Source.UNCAUGHT, time, exceptions)
                .thread(new CrashedThread("main", 1, "RUNNABLE", false))
                .threads(threads)
                .log(log)
                .build();
    }
}
