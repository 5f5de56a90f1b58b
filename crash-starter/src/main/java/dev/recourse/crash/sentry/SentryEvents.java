package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import io.sentry.Breadcrumb;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.OperatingSystem;
import io.sentry.protocol.SentryId;
import io.sentry.protocol.SentryRuntime;
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
        event.setEventId(idOf(report));
        event.setLevel(report.source() == Source.MANUAL ? SentryLevel.ERROR : SentryLevel.FATAL);
        belongsTo(event, report.application());
        event.setTag(TAG, report.id());
        event.setExceptions(SentryExceptions.of(report));
        event.setThreads(SentryThreads.of(report));
        SentryContexts.add(event.getContexts(), report.context());
        event.getContexts().put("crash", about(report));
        runsOn(event, report.system());
        return event;
    }

    static SentryId idOf(CrashReport report) {
        return new SentryId(UUID.nameUUIDFromBytes(report.id().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the lines of the log, which have no time that a program could read. */
    static List<Breadcrumb> log(CrashReport report) {
        return report.log().stream()
                .map(line -> {
                    Breadcrumb crumb = new Breadcrumb(Date.from(report.time()));
                    crumb.setCategory("log");
                    crumb.setMessage(line);
                    return crumb;
                })
                .toList();
    }

    static void belongsTo(SentryEvent event, @Nullable Application application) {
        SentryInfo sentry = application == null ? null : application.sentry();
        if (application == null) {
            return;
        }
        // where no Sentry was, the version is what comes next to a release
        event.setRelease(
                sentry == null && application.release() == null ? application.version() : application.release());
        event.setEnvironment(application.environment());
        if (sentry != null) {
            event.setDist(sentry.dist());
            event.setServerName(sentry.server());
            sentry.tags().forEach(event::setTag);
        }
    }

    private static void runsOn(SentryEvent event, @Nullable SystemInfo system) {
        if (system == null) {
            return;
        }
        SentryRuntime runtime = new SentryRuntime();
        runtime.setName(system.java().get("vendor"));
        runtime.setVersion(system.java().get("version"));
        event.getContexts().setRuntime(runtime);
        OperatingSystem os = new OperatingSystem();
        os.setName(system.os().get("name"));
        os.setVersion(system.os().get("version"));
        event.getContexts().setOperatingSystem(os);
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
