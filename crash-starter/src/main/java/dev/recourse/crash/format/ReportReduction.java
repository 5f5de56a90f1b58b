package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a report can do without where it is too large; in the order in which it is left out. */
public enum ReportReduction {
    /** What every thread was doing. */
    THREADS("threads"),
    /** The last lines of the log. */
    LOG("log"),
    /** Local variables, but for those of the frames in which people look first. */
    DISTANT_LOCALS("locals of the most distant frames"),
    /** All local variables. */
    LOCALS("locals"),
    /** The sections of the providers. */
    CONTEXT("context");

    private static final int FRAMES_WITH_LOCALS = 20;

    private final String text;

    ReportReduction(String text) {
        this.text = text;
    }

    /** Returns the report without this, and with a note that says so. */
    public CrashReport apply(CrashReport report) {
        CrashReport smaller =
                switch (this) {
                    case THREADS -> report.toBuilder().threads(List.of()).build();
                    case LOG -> report.toBuilder().log(List.of()).build();
                    case DISTANT_LOCALS -> withLocals(report, FRAMES_WITH_LOCALS);
                    case LOCALS -> withLocals(report, 0);
                    case CONTEXT -> report.toBuilder().context(Map.of()).build();
                };
        return noted(smaller, text);
    }

    static CrashReport noted(CrashReport report, String left) {
        List<String> notes = new ArrayList<>(report.notes());
        notes.add("Left out, for the report was too large: " + left);
        return report.toBuilder().notes(notes).build();
    }

    private static CrashReport withLocals(CrashReport report, int frames) {
        return report.toBuilder()
                .exceptions(withLocals(report.exceptions(), frames))
                .build();
    }

    private static List<Failure> withLocals(List<Failure> failures, int frames) {
        return failures.stream()
                .map(failure -> failure.withFrames(Stream.concat(
                                        failure.frames().stream().limit(frames),
                                        failure.frames().stream().skip(frames).map(Frame::withoutLocals))
                                .toList())
                        .withSuppressed(failure.suppressed().stream()
                                .map(chain -> withLocals(chain, frames))
                                .toList()))
                .toList();
    }
}
