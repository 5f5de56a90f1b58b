package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import dev.recourse.crash.render.TextCut;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a report, name by name: id, time, kind and application first, which {@link ReportHead} reads.
 *
 * <p>Written by hand, for object mapping needs a lot of memory and many classes when a process has just crashed.
 */
final class ReportWriter {

    private final JsonGenerator json;

    ReportWriter(JsonGenerator json) {
        this.json = json;
    }

    void write(CrashReport report) {
        json.writeStartObject();
        string("id", report.id());
        json.writeNumberProperty("version", report.version());
        string("source", word(report.source()));
        string("time", report.time());
        string("kind", report.kind());
        if (report.application() != null) {
            application(report.application());
        }
        thread(report.thread());
        array("exceptions", report.exceptions(), this::failure);
        json.writeNumberProperty("repeats", report.repeats());
        delivery(report.delivery());
        json.writeObjectPropertyStart("context");
        report.context().forEach(this::section);
        json.writeEndObject();
        if (report.system() != null) {
            system(report.system());
        }
        array("threads", report.threads(), this::threadDump);
        strings("deadlocks", report.deadlocks());
        strings("log", report.log());
        strings("notes", report.notes());
        string("comment", report.comment());
        json.writeEndObject();
    }

    private void application(Application application) {
        json.writeObjectPropertyStart("application");
        string("name", application.name());
        string("version", application.version());
        string("git", application.git());
        strings("profiles", application.profiles());
        json.writeNumberProperty("pid", application.pid());
        string("host", application.host());
        string("uptime", application.uptime());
        string("release", application.release());
        string("environment", application.environment());
        if (application.sentry() != null) {
            sentry(application.sentry());
        }
        json.writeEndObject();
    }

    private void sentry(SentryInfo sentry) {
        json.writeObjectPropertyStart("sentry");
        string("dist", sentry.dist());
        string("server", sentry.server());
        string("project", sentry.project());
        map("tags", sentry.tags());
        json.writeEndObject();
    }

    private void thread(CrashedThread thread) {
        json.writeObjectPropertyStart("thread");
        string("name", thread.name());
        json.writeNumberProperty("id", thread.id());
        string("state", thread.state());
        json.writeBooleanProperty("virtual", thread.virtual());
        json.writeEndObject();
    }

    private void failure(Failure failure) {
        json.writeStartObject();
        string("type", failure.type());
        string("message", failure.message());
        array("frames", failure.frames(), this::frame);
        if (!failure.suppressed().isEmpty()) {
            array("suppressed", failure.suppressed(), this::chain);
        }
        json.writeEndObject();
    }

    private void chain(List<Failure> failures) {
        json.writeStartArray();
        failures.forEach(this::failure);
        json.writeEndArray();
    }

    private void frame(Frame frame) {
        json.writeStartObject();
        string("class", frame.className());
        string("method", frame.method());
        string("file", frame.file());
        json.writeNumberProperty("line", frame.line());
        json.writeBooleanProperty("inApp", frame.inApp());
        if (!frame.locals().isEmpty()) {
            map("locals", frame.locals());
        }
        json.writeEndObject();
    }

    private void delivery(DeliveryStatus delivery) {
        json.writeObjectPropertyStart("delivery");
        string("state", word(delivery.state()));
        json.writeNumberProperty("tries", delivery.tries());
        string("lastTry", delivery.lastTry());
        string("answer", delivery.answer());
        if (!delivery.deliveredTo().isEmpty()) {
            strings("deliveredTo", delivery.deliveredTo());
        }
        if (delivery.consent()) {
            json.writeBooleanProperty("consent", true);
        }
        json.writeEndObject();
    }

    private void section(String given, Section section) {
        String name = TextCut.wellFormed(given);
        if (section.error() == null && !section.stale()) {
            map(name, section.values());
            return;
        }
        json.writeObjectPropertyStart(name);
        string("error", section.error());
        if (section.stale()) {
            map("stale", section.values());
        }
        json.writeEndObject();
    }

    private void system(SystemInfo system) {
        json.writeObjectPropertyStart("system");
        map("java", system.java());
        map("os", system.os());
        map("memory", system.memory());
        map("disk", system.disk());
        string("locale", system.locale());
        string("timezone", system.timezone());
        json.writeEndObject();
    }

    private void threadDump(ThreadDump thread) {
        json.writeStartObject();
        string("name", thread.name());
        string("state", thread.state());
        strings("frames", thread.frames());
        json.writeEndObject();
    }

    private void string(String name, @Nullable Object value) {
        if (value != null) {
            json.writeStringProperty(name, TextCut.wellFormed(value.toString()));
        }
    }

    private void map(String name, Map<String, String> values) {
        json.writeObjectPropertyStart(name);
        values.forEach((key, value) -> string(TextCut.wellFormed(key), value));
        json.writeEndObject();
    }

    private void strings(String name, List<String> values) {
        array(name, values, value -> json.writeString(TextCut.wellFormed(value)));
    }

    private <T> void array(String name, List<T> items, Consumer<? super T> each) {
        json.writeArrayPropertyStart(name);
        items.forEach(each);
        json.writeEndArray();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
