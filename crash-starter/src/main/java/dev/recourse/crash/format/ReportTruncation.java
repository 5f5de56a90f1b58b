package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Makes a report as small as it must be, leaving out first what says least about the crash. */
public final class ReportTruncation {

    private static final int FEW_FRAMES = 100;

    private static final int FEW_FRAMES_WITH_LOCALS = 20;

    private static final int FEW_EXCEPTIONS = 10;

    private static final int SHORT_MESSAGE = 1000;

    private static final List<UnaryOperator<CrashReport>> STEPS = List.of(
            ReportTruncation::withoutThreads,
            ReportTruncation::withFewLocals,
            ReportTruncation::withoutLocals,
            ReportTruncation::withoutLog,
            ReportTruncation::withoutContext,
            ReportTruncation::withFewFrames);

    private ReportTruncation() {}

    /** Returns the JSON text of the report, of this many bytes at most if that can be. */
    public static byte[] fit(CrashReport report, long maxBytes) {
        byte[] json = ReportJson.write(report);
        CrashReport smaller = report;
        for (UnaryOperator<CrashReport> step : STEPS) {
            if (json.length <= maxBytes) {
                break;
            }
            smaller = step.apply(smaller);
            json = ReportJson.write(smaller);
        }
        return json;
    }

    private static CrashReport withoutThreads(CrashReport report) {
        return copy(report, report.exceptions(), report.context(), report.log(), "threads");
    }

    private static CrashReport withoutLog(CrashReport report) {
        return copy(report, report.exceptions(), report.context(), List.of(), "log");
    }

    private static CrashReport withoutContext(CrashReport report) {
        return copy(report, report.exceptions(), Map.of(), report.log(), "context");
    }

    private static CrashReport withFewLocals(CrashReport report) {
        return withLocals(report, FEW_FRAMES_WITH_LOCALS, "locals of the most distant frames");
    }

    private static CrashReport withoutLocals(CrashReport report) {
        return withLocals(report, 0, "locals");
    }

    private static CrashReport withLocals(CrashReport report, int frames, String left) {
        return copy(report, withLocals(report.exceptions(), frames), report.context(), report.log(), left);
    }

    private static List<Failure> withLocals(List<Failure> failures, int frames) {
        return failures.stream()
                .map(failure -> new Failure(
                        failure.type(),
                        failure.message(),
                        Stream.concat(
                                        failure.frames().stream().limit(frames),
                                        failure.frames().stream().skip(frames).map(ReportTruncation::withoutLocals))
                                .toList(),
                        failure.suppressed().stream()
                                .map(chain -> withLocals(chain, frames))
                                .toList()))
                .toList();
    }

    private static Frame withoutLocals(Frame frame) {
        return new Frame(frame.className(), frame.method(), frame.file(), frame.line(), frame.inApp(), Map.of());
    }

    private static CrashReport withFewFrames(CrashReport report) {
        List<Failure> few = report.exceptions().stream()
                .limit(FEW_EXCEPTIONS)
                .map(failure -> new Failure(
                        shortened(failure.type()),
                        failure.message() == null ? null : shortened(failure.message()),
                        failure.frames().stream().limit(FEW_FRAMES).toList(),
                        List.of()))
                .toList();
        return copy(report, few, report.context(), report.log(), "suppressed exceptions and the most distant frames");
    }

    private static String shortened(String text) {
        return text.length() <= SHORT_MESSAGE ? text : text.substring(0, SHORT_MESSAGE);
    }

    private static CrashReport copy(
            CrashReport report,
            List<Failure> exceptions,
            Map<String, CrashReport.Section> context,
            List<String> log,
            String left) {
        List<String> notes = new ArrayList<>(report.notes());
        notes.add("Left out, for the report was too large: " + left);
        return report.toBuilder()
                .exceptions(exceptions)
                .context(context)
                .threads(List.of())
                .log(log)
                .notes(notes)
                .build();
    }
}
