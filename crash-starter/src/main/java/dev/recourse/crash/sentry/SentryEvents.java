package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Source;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.SentryId;
import io.sentry.protocol.SentryThread;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A report as Sentry's event: the same event, whenever and wherever it is made. */
final class SentryEvents {

    /** Names the report in an event. */
    static final String TAG = "crash.report";

    private SentryEvents() {}

    static SentryEvent of(CrashReport report) {
        SentryEvent event = new SentryEvent(Date.from(report.time()));
        event.setEventId(new SentryId(UUID.nameUUIDFromBytes(report.id().getBytes(StandardCharsets.UTF_8))));
        event.setLevel(report.source() == Source.MANUAL ? SentryLevel.ERROR : SentryLevel.FATAL);
        event.setTag(TAG, report.id());
        event.setExceptions(SentryExceptions.of(report));
        event.setThreads(List.of(thread(report.thread())));
        SentryContexts.add(event.getContexts(), report.context());
        event.getContexts().put("crash", about(report));
        return event;
    }

    private static SentryThread thread(CrashedThread crashed) {
        SentryThread thread = new SentryThread();
        thread.setId(crashed.id());
        thread.setName(crashed.name());
        thread.setState(crashed.state());
        thread.setCrashed(true);
        thread.setCurrent(true);
        return thread;
    }

    private static Map<String, String> about(CrashReport report) {
        Map<String, String> about = new LinkedHashMap<>();
        about.put("source", report.source().name());
        about.put("repeats", Integer.toString(report.repeats()));
        Application application = report.application();
        if (application != null) {
            put(about, "application", application.name());
            put(about, "version", application.version());
            put(about, "git", application.git());
            about.put("uptime", application.uptime().toString());
        }
        if (!report.notes().isEmpty()) {
            about.put("notes", String.join("\n", report.notes()));
        }
        return about;
    }

    private static void put(Map<String, String> about, String name, @Nullable String value) {
        if (value != null) {
            about.put(name, value);
        }
    }
}
