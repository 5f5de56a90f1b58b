package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads printed stack traces. */
final class StackTraceParser {

    private static final Pattern FRAME = Pattern.compile("\\tat (?:[^/()]*+/)*+([^/()]+)\\.([^.()]+)\\(([^()]*)\\)");

    private static final Pattern CAUSE = Pattern.compile("Caused by: (.*)");

    private static final int MAX_LINES = 10_000;

    private final List<Failure> failures = new ArrayList<>();

    private final List<String> heading = new ArrayList<>();

    private final List<Frame> frames = new ArrayList<>();

    private StackTraceParser() {}

    /** Returns the exception and its causes, outermost first; there is always one. */
    static List<Failure> parse(String trace) {
        StackTraceParser parser = new StackTraceParser();
        trace.lines().limit(MAX_LINES).forEach(parser::line);
        parser.end();
        return parser.failures;
    }

    private void line(String line) {
        Matcher cause = CAUSE.matcher(line);
        Matcher frame = FRAME.matcher(line);
        if (cause.matches()) {
            end();
            heading.add(cause.group(1));
        } else if (frame.matches()) {
            frames.add(frame(frame));
        } else if (frames.isEmpty()) {
            heading.add(line);
        }
    }

    private void end() {
        String text = String.join("\n", heading).strip();
        int colon = text.indexOf(": ");
        String type = colon < 0 ? text : text.substring(0, colon);
        failures.add(new Failure(
                type.isEmpty() ? ShortReport.UNKNOWN_TYPE : type,
                colon < 0 ? null : text.substring(colon + 2),
                frames,
                List.of()));
        heading.clear();
        frames.clear();
    }

    private static Frame frame(Matcher matcher) {
        String place = matcher.group(3);
        int colon = place.lastIndexOf(':');
        int line = colon < 0 ? nativeOrUnknown(place) : number(place.substring(colon + 1));
        return new Frame(
                matcher.group(1),
                matcher.group(2),
                colon < 0 ? null : place.substring(0, colon),
                line,
                false,
                Map.of());
    }

    private static int nativeOrUnknown(String place) {
        return place.equals("Native Method") ? -2 : -1;
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException ex) {
            return -1;
        }
    }
}
