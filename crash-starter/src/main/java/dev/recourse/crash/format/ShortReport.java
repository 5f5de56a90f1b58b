package dev.recourse.crash.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Source;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that is stored before anything else: what set it off, when, in which thread, and the trace.
 *
 * @param time null where the text does not tell
 * @param trace as a stack trace is printed, redacted
 */
public record ShortReport(Source source, @Nullable Instant time, String thread, String trace) {

    private static final Pattern FRAME = Pattern.compile("\\tat (?:[^/()]*+/)*+([^/()]+)\\.([^.()]+)\\(([^()]*)\\)");

    private static final Pattern CAUSE = Pattern.compile("Caused by: (.*)");

    private static final int MAX_LINES = 10_000;

    /** Returns the text of the file. */
    public byte[] text() {
        return ("source: " + source.name().toLowerCase(Locale.ROOT) + "\ntime: " + time + "\nthread: "
                        + thread.replace('\n', ' ') + "\n\n" + trace)
                .getBytes(UTF_8);
    }

    /** Reads a file back, whatever is left of it. */
    public static ShortReport parse(byte[] text) {
        Source source = Source.UNCAUGHT;
        Instant time = null;
        String thread = "";
        String content = new String(text, UTF_8);
        int from = 0;
        int end;
        while ((end = content.indexOf('\n', from)) > from) {
            String header = content.substring(from, end);
            if (header.startsWith("source: ")) {
                source = source(header.substring(8));
            } else if (header.startsWith("time: ")) {
                time = time(header.substring(6));
            } else if (header.startsWith("thread: ")) {
                thread = header.substring(8);
            } else {
                break;
            }
            from = end + 1;
        }
        return new ShortReport(source, time, thread, content.substring(from).strip());
    }

    /** Returns the report that can be made of this text. */
    public CrashReport toReport(String id) {
        return CrashReport.builder(id, source, time == null ? ReportId.time(id) : time, failures())
                .thread(new CrashedThread(thread, 0, "", false))
                .notes(
                        List.of(
                                "Only the short report was left: the process ended, or had no memory, before the full one was stored"))
                .build();
    }

    private List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        List<String> heading = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        for (String line : trace.lines().limit(MAX_LINES).toList()) {
            Matcher cause = CAUSE.matcher(line);
            Matcher frame = FRAME.matcher(line);
            if (cause.matches()) {
                failures.add(failure(heading, frames));
                heading.clear();
                frames.clear();
                heading.add(cause.group(1));
            } else if (frame.matches()) {
                frames.add(frame(frame));
            } else if (frames.isEmpty()) {
                heading.add(line);
            }
        }
        failures.add(failure(heading, frames));
        return failures;
    }

    private static Failure failure(List<String> heading, List<Frame> frames) {
        String text = String.join("\n", heading).strip();
        int colon = text.indexOf(": ");
        String type = colon < 0 ? text : text.substring(0, colon);
        return new Failure(
                type.isEmpty() ? "unknown" : type, colon < 0 ? null : text.substring(colon + 2), frames, List.of());
    }

    private static Frame frame(Matcher matcher) {
        String place = matcher.group(3);
        int colon = place.lastIndexOf(':');
        int line = colon < 0 ? -1 : number(place.substring(colon + 1));
        return new Frame(
                matcher.group(1),
                matcher.group(2),
                colon < 0 ? null : place.substring(0, colon),
                line,
                false,
                Map.of());
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException ex) {
            return -1;
        }
    }

    private static Source source(String word) {
        try {
            return Source.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException ex) {
            return Source.UNCAUGHT;
        }
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.matches("\\d{13}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeException ex) {
            return null;
        }
    }
}
