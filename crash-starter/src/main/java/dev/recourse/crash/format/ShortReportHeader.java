package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The lines above the trace of a short report, each a name and a value. */
final class ShortReportHeader {

    static final String SOURCE = "source: ";

    static final String TIME = "time: ";

    static final String THREAD = "thread: ";

    private static final String NAME = "application: ";

    private static final String VERSION = "version: ";

    private static final String RELEASE = "release: ";

    private static final String ENVIRONMENT = "environment: ";

    private static final String DIST = "dist: ";

    private static final String SERVER = "server: ";

    private static final String PROJECT = "project: ";

    private static final String TAG = "tag: ";

    private static final List<String> NAMES =
            List.of(SOURCE, TIME, THREAD, NAME, VERSION, RELEASE, ENVIRONMENT, DIST, SERVER, PROJECT);

    private final Map<String, String> values = new LinkedHashMap<>();

    private final Map<String, String> tags = new LinkedHashMap<>();

    /** Returns the lines that say whose a report is. */
    static String of(@Nullable Application application) {
        if (application == null) {
            return "";
        }
        StringBuilder lines = new StringBuilder();
        line(lines, NAME, application.name());
        line(lines, VERSION, application.version());
        line(lines, RELEASE, application.release());
        line(lines, ENVIRONMENT, application.environment());
        SentryInfo sentry = application.sentry();
        if (sentry != null) {
            line(lines, DIST, sentry.dist());
            line(lines, SERVER, sentry.server());
            line(lines, PROJECT, sentry.project());
            sentry.tags().forEach((name, value) -> line(lines, TAG, name + '=' + value));
        }
        return lines.toString();
    }

    private static void line(StringBuilder lines, String name, @Nullable String value) {
        if (value != null) {
            lines.append(name).append(value.replace('\n', ' ')).append('\n');
        }
    }

    /** Takes a line; returns false where it is none of the header. */
    boolean take(String line) {
        int tagEnd = line.indexOf('=');
        if (line.startsWith(TAG) && tagEnd > 0) {
            tags.put(line.substring(TAG.length(), tagEnd), line.substring(tagEnd + 1));
            return true;
        }
        for (String name : NAMES) {
            if (line.startsWith(name)) {
                values.put(name, line.substring(name.length()));
                return true;
            }
        }
        return false;
    }

    ShortReport report(String trace) {
        return new ShortReport(source(), time(), values.getOrDefault(THREAD, ""), application(), trace);
    }

    private @Nullable Application application() {
        SentryInfo sentry = new SentryInfo(values.get(DIST), values.get(SERVER), values.get(PROJECT), tags);
        Application application = new Application(
                        values.get(NAME), values.get(VERSION), null, List.of(), 0, null, Duration.ZERO)
                .withSentry(
                        values.get(RELEASE),
                        values.get(ENVIRONMENT),
                        sentry.equals(new SentryInfo(null, null, null, Map.of())) ? null : sentry);
        return application.equals(Application.UNKNOWN) ? null : application;
    }

    private Source source() {
        try {
            return Source.valueOf(
                    Objects.requireNonNullElse(values.get(SOURCE), "").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException ex) {
            return Source.UNCAUGHT;
        }
    }

    private @Nullable Instant time() {
        String text = values.getOrDefault(TIME, "");
        try {
            return text.matches("\\d{1,13}") ? Instant.ofEpochMilli(Long.parseLong(text)) : TimeRange.instant(text);
        } catch (DateTimeException ex) {
            return null;
        }
    }
}
