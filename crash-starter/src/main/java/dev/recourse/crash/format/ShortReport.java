package dev.recourse.crash.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text that is stored before anything else: what set it off, when, in which thread, whose it is, and the trace.
 *
 * @param time null where the text does not tell
 * @param application null where the text does not tell
 * @param trace as a stack trace is printed, redacted
 */
public record ShortReport(
        Source source,
        @Nullable Instant time,
        String thread,
        @Nullable Application application,
        String trace) {

    static final String UNKNOWN_TYPE = "unknown";

    /** Returns the text of the file. */
    public byte[] text() {
        return (ShortReportHeader.SOURCE
                        + source.name().toLowerCase(Locale.ROOT)
                        + '\n'
                        + ShortReportHeader.TIME
                        + time
                        + '\n'
                        + ShortReportHeader.THREAD
                        + thread.replace('\n', ' ')
                        + '\n'
                        + ShortReportHeader.of(application)
                        + '\n'
                        + trace)
                .getBytes(UTF_8);
    }

    /** Returns the lines that say whose a report is, to be put into a text that is written without memory. */
    public static byte[] headerOf(@Nullable Application application) {
        return ShortReportHeader.of(application).getBytes(UTF_8);
    }

    /** Reads a file back, whatever is left of it. */
    public static ShortReport parse(byte[] text) {
        String content = new String(text, UTF_8);
        ShortReportHeader header = new ShortReportHeader();
        int from = 0;
        int end;
        while ((end = content.indexOf('\n', from)) > from && header.take(content.substring(from, end))) {
            from = end + 1;
        }
        return header.report(content.substring(from).strip());
    }

    /** Returns the report that can be made of this text. */
    public CrashReport toReport(String id) {
        List<Failure> failures = StackTraceParser.parse(trace);
        return CrashReport.builder(id, source, time == null ? ReportId.time(id) : time, failures)
                .kind(CrashKind.of(failures))
                .application(application)
                .thread(new CrashedThread(thread, 0, "", false))
                .notes(
                        List.of(
                                "Only the short report was left: the process ended, or had no memory, before the full one was stored"))
                .build();
    }
}
