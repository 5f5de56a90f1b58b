package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Draws the exceptions of a report, each with its frames, what it suppressed and its cause. */
final class TraceSection {

    /** So many frames are unfolded, and have their source read. */
    private static final int MAX_OPEN = 50;

    /** Deeper ones are only named. */
    private static final int MAX_DEPTH = 20;

    private static final String NO_SOURCES = "No lines of source: the application's sources are not where it runs."
            + " To ship them, add src/main/java to the resources of its build.";

    private final Html html;

    private final Sources sources;

    private final FrameBlock block;

    private final Instant crash;

    private int open;

    private int shown;

    TraceSection(Html html, Sources sources, UnaryOperator<String> redact, Instant crash) {
        this.html = html;
        this.sources = sources;
        this.block = new FrameBlock(html, redact);
        this.crash = crash;
    }

    void draw(CrashReport report) {
        html.in("section class=\"group\"", () -> {
            html.in("h2", "Trace");
            chain(report.exceptions(), "", 0);
            if (open > 0 && shown == 0) {
                html.in("p class=\"hint\"", NO_SOURCES);
            }
        });
    }

    private void chain(List<Failure> chain, String word, int depth) {
        List<Frame> above = List.of();
        for (int i = 0; i < chain.size(); i++) {
            Failure failure = chain.get(i);
            String id = depth == 0 ? " id=\"exception-" + (i + 1) + '"' : "";
            exception(failure, id, i == 0 ? word : "Caused by", above, depth);
            above = failure.frames();
        }
    }

    private void exception(Failure failure, String id, String how, List<Frame> above, int depth) {
        html.in("div class=\"exception group\"", () -> {
            html.in("h3 class=\"heading item\"" + id, () -> {
                if (!how.isEmpty()) {
                    html.in("span class=\"how\"", how).text(" ");
                }
                html.value("span class=\"type\"", failure.type());
                if (failure.message() != null) {
                    html.text(": ").value("span class=\"says\"", failure.message());
                }
            });
            for (FrameGroup group : FrameGroup.of(failure.frames(), above)) {
                draw(group);
            }
            suppressed(failure, depth + 1);
        });
    }

    private void suppressed(Failure failure, int depth) {
        if (failure.suppressed().isEmpty()) {
            return;
        }
        html.in("div class=\"suppressed group\"", () -> {
            for (List<Failure> chain : failure.suppressed()) {
                if (depth < MAX_DEPTH) {
                    chain(chain, "Suppressed", depth);
                } else {
                    html.in("p class=\"hint\"", "More suppressed exceptions are in the report's JSON");
                }
            }
        });
    }

    private void draw(FrameGroup group) {
        switch (group.kind()) {
            case OWN -> own(group.frames().get(0));
            case PLAIN -> block.draw(group.frames().get(0), null, false);
            case FOLDED, COMMON ->
                html.in("details class=\"run group\"", () -> {
                    html.in("summary", group.label());
                    group.frames().forEach(frame -> block.draw(frame, null, false));
                });
        }
    }

    private void own(Frame frame) {
        boolean first = open++ < MAX_OPEN;
        SourceExcerpt source = first ? sources.find(frame, crash) : null;
        shown += source == null ? 0 : 1;
        block.draw(frame, source, first);
    }
}
