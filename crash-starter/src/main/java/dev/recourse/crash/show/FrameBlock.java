package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Draws one frame: its line, and below that its source beside its local variables. */
final class FrameBlock {

    private final Html html;

    private final UnaryOperator<String> redact;

    FrameBlock(Html html, UnaryOperator<String> redact) {
        this.html = html;
        this.redact = redact;
    }

    void draw(Frame frame, @Nullable SourceExcerpt source, boolean open) {
        if (source == null && frame.locals().isEmpty()) {
            html.in(frame.inApp() ? "div class=\"frame own item\"" : "div class=\"frame item\"", () -> place(frame));
            return;
        }
        html.in(open ? "details class=\"frame own item\" open" : "details class=\"frame own item\"", () -> {
            html.in("summary", () -> place(frame));
            html.in("div class=\"inside\"", () -> {
                if (source != null) {
                    source(source);
                }
                locals(frame.locals(), source == null ? Set.of() : source.names());
            });
        });
    }

    private void place(Frame frame) {
        String name = frame.className();
        int dot = name.lastIndexOf('.') + 1;
        html.in("span class=\"at\"", () -> {
            html.in("span class=\"package\"", () -> html.name(name.substring(0, dot)))
                    .empty("wbr");
            html.in("b", () -> html.name(name.substring(dot) + '.' + frame.method()))
                    .empty("wbr");
            html.in("span class=\"file\"", '(' + file(frame) + ')');
        });
    }

    private static String file(Frame frame) {
        if (frame.line() == -2) {
            return "Native Method";
        }
        if (frame.file() == null) {
            return "Unknown Source";
        }
        return frame.line() < 0 ? frame.file() : frame.file() + ':' + frame.line();
    }

    private void source(SourceExcerpt source) {
        html.in("div class=\"source\"", () -> {
            int number = source.first();
            for (String line : source.lines()) {
                String start = number == source.line() ? "div class=\"hit\"" : "div";
                String label = String.valueOf(number++);
                html.in(start, () -> {
                    html.in("span class=\"number\"", label);
                    html.in("span", redact.apply(line));
                });
            }
            if (source.changed()) {
                html.in("p class=\"hint\"", "The file was changed after the crash");
            }
        });
    }

    private void locals(Map<String, String> locals, Set<String> used) {
        if (locals.isEmpty()) {
            return;
        }
        Map<String, String> ordered = new LinkedHashMap<>();
        used.stream().filter(locals::containsKey).forEach(name -> ordered.put(name, locals.get(name)));
        locals.forEach(ordered::putIfAbsent);
        html.in(
                "table class=\"locals\"",
                () -> ordered.forEach((name, value) -> {
                    html.in(used.contains(name) ? "tr class=\"used\"" : "tr", () -> {
                        html.in("th scope=\"row\"", name);
                        html.value("td", value);
                    });
                }));
    }
}
