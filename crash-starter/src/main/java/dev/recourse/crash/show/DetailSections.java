package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Draws what a report has besides its exceptions. */
final class DetailSections {

    private final Html html;

    DetailSections(Html html) {
        this.html = html;
    }

    void draw(CrashReport report) {
        if (report.comment() != null) {
            lines("What the user was doing", List.of(report.comment()));
        }
        lines("Deadlocks", report.deadlocks());
        context(report.context());
        lines("Notes", report.notes());
        log(report.log());
        threads(report.threads());
        system(report.system());
    }

    private void context(Map<String, Section> sections) {
        if (sections.isEmpty()) {
            return;
        }
        html.in("section class=\"group\"", () -> {
            html.in("h2", "Context");
            html.in("div class=\"cards\"", () -> sections.forEach(this::section));
        });
    }

    private void section(String name, Section section) {
        html.in("div class=\"card group\"", () -> {
            html.in("h3", () -> {
                html.text(name);
                if (section.stale()) {
                    html.text(" ").in("span class=\"mark\"", "stale: values of an earlier crash");
                }
            });
            if (section.error() != null) {
                html.value("div class=\"error item entry\"", section.error());
            }
            table(section.values());
        });
    }

    private void system(@Nullable SystemInfo system) {
        if (system == null) {
            return;
        }
        folded(
                "System",
                () -> html.in("div class=\"cards\"", () -> {
                    card("Java", system.java());
                    card("Operating system", system.os());
                    card("Memory", system.memory());
                    card("Disk", system.disk());
                    card("Place", place(system));
                }));
    }

    private static Map<String, String> place(SystemInfo system) {
        Map<String, String> place = new LinkedHashMap<>();
        place.put("locale", system.locale());
        place.put("timezone", system.timezone());
        return place;
    }

    private void card(String name, Map<String, String> values) {
        html.in("div class=\"card group\"", () -> {
            html.in("h3", name);
            table(values);
        });
    }

    private void table(Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        html.in(
                "table",
                () -> values.forEach((name, value) -> html.in("tr class=\"item\"", () -> {
                    html.in("th scope=\"row\"", name);
                    html.value("td", value);
                })));
    }

    private void threads(List<ThreadDump> threads) {
        if (threads.isEmpty()) {
            return;
        }
        folded("Threads (" + threads.size() + ')', () -> {
            for (ThreadDump thread : threads) {
                html.in("details class=\"thread item\"", () -> {
                    html.in(
                            "summary class=\"entry\"",
                            () -> html.text(thread.name() + ' ').in("span class=\"mark\"", thread.state()));
                    html.value("pre class=\"entry\"", String.join("\n", thread.frames()));
                });
            }
        });
    }

    private void log(List<String> log) {
        if (log.isEmpty()) {
            return;
        }
        html.in("details class=\"part group\" open", () -> {
            html.in("summary", () -> html.in("h2", "Log"));
            html.in(
                    "div class=\"log\" tabindex=\"0\"",
                    () -> log.forEach(line -> html.value("div class=\"item entry\"", line)));
        });
    }

    private void lines(String title, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        html.in("section class=\"group\"", () -> {
            html.in("h2", title);
            html.in("ul", () -> lines.forEach(line -> html.value("li class=\"item entry\"", line)));
        });
    }

    private void folded(String title, Runnable content) {
        html.in("details class=\"part group\"", () -> {
            html.in("summary", () -> html.in("h2", title));
            content.run();
        });
    }
}
