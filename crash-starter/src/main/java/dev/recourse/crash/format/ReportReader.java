package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a report of parsed JSON. Anything may be missing but what makes it a report: id, source, time, state, and one exception. Numbers and
 * times that are there must be in their range.
 */
final class ReportReader {

    CrashReport read(Map<String, @Nullable Object> members) {
        JsonTree json = new JsonTree(members);
        List<Failure> exceptions = failures(json.trees("exceptions"));
        if (exceptions.isEmpty()) {
            throw new IllegalArgumentException("exceptions are missing");
        }
        return CrashReport.builder(
                        json.required("id"),
                        json.constant(Source.class, "source"),
                        TimeRange.instant(json.required("time")),
                        exceptions)
                .kind(json.text("kind"))
                .version(json.count("version"))
                .application(application(json.tree("application")))
                .thread(thread(json.treeOrEmpty("thread")))
                .repeats(json.count("repeats"))
                .delivery(delivery(json.treeOrEmpty("delivery")))
                .context(context(json.treeOrEmpty("context")))
                .system(system(json.tree("system")))
                .threads(json.trees("threads").stream().map(this::threadDump).toList())
                .deadlocks(json.strings("deadlocks"))
                .log(json.strings("log"))
                .notes(json.strings("notes"))
                .comment(json.text("comment"))
                .build();
    }

    private @Nullable Application application(@Nullable JsonTree json) {
        if (json == null) {
            return null;
        }
        return new Application(
                json.text("name"),
                json.text("version"),
                json.text("git"),
                json.strings("profiles"),
                json.number("pid"),
                json.text("host"),
                Objects.requireNonNullElse(json.parsed("uptime", TimeRange::duration), Duration.ZERO),
                json.text("release"),
                json.text("environment"),
                sentry(json.tree("sentry")));
    }

    private @Nullable SentryInfo sentry(@Nullable JsonTree json) {
        if (json == null) {
            return null;
        }
        return new SentryInfo(
                json.text("dist"),
                json.text("server"),
                json.text("project"),
                json.treeOrEmpty("tags").strings());
    }

    private CrashedThread thread(JsonTree json) {
        return new CrashedThread(textOf(json, "name"), json.number("id"), textOf(json, "state"), json.flag("virtual"));
    }

    private List<Failure> failures(List<JsonTree> chain) {
        return chain.stream().map(this::failure).toList();
    }

    private Failure failure(JsonTree json) {
        return new Failure(
                json.required("type"),
                json.text("message"),
                json.trees("frames").stream().map(this::frame).toList(),
                json.list("suppressed").stream()
                        .map(chain -> failures(JsonTree.trees(chain)))
                        .toList());
    }

    private Frame frame(JsonTree json) {
        return new Frame(
                textOf(json, "class"),
                textOf(json, "method"),
                json.text("file"),
                json.smallNumber("line"),
                json.flag("inApp"),
                json.treeOrEmpty("locals").strings());
    }

    private DeliveryStatus delivery(JsonTree json) {
        return new DeliveryStatus(
                json.constant(DeliveryStatus.State.class, "state"),
                json.count("tries"),
                json.parsed("lastTry", TimeRange::instant),
                json.text("answer"),
                json.strings("deliveredTo"),
                json.flag("consent"));
    }

    private Map<String, Section> context(JsonTree json) {
        Map<String, Section> sections = new LinkedHashMap<>();
        for (Object name : json.members().keySet()) {
            sections.put((String) name, section(json.treeOrEmpty((String) name)));
        }
        return sections;
    }

    private Section section(JsonTree json) {
        JsonTree stale = json.tree("stale");
        if (stale != null) {
            return new Section(stale.strings(), json.text("error"), true);
        }
        String error = json.text("error");
        return error != null && json.members().size() == 1 ? Section.failed(error) : Section.of(json.strings());
    }

    private @Nullable SystemInfo system(@Nullable JsonTree json) {
        if (json == null) {
            return null;
        }
        return new SystemInfo(
                json.treeOrEmpty("java").strings(),
                json.treeOrEmpty("os").strings(),
                json.treeOrEmpty("memory").strings(),
                json.treeOrEmpty("disk").strings(),
                textOf(json, "locale"),
                textOf(json, "timezone"));
    }

    private ThreadDump threadDump(JsonTree json) {
        return new ThreadDump(textOf(json, "name"), textOf(json, "state"), json.strings("frames"));
    }

    private static String textOf(JsonTree json, String name) {
        return Objects.requireNonNullElse(json.text(name), "");
    }
}
