package dev.recourse.crash.show;

import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.render.TextCut;
import dev.recourse.crash.store.StoredReport;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws the page that lists the reports: a row for each kind of crash. */
public final class IndexPage {

    private static final int LONGEST_MESSAGE = 300;

    private final Html html;

    private final String path;

    private IndexPage(Html html, String path) {
        this.html = html;
        this.path = path;
    }

    /**
     * Returns the page, in UTF-8.
     *
     * @param reports newest first
     * @param path of the reports' pages, relative to this one, to which an id is added
     */
    public static byte[] draw(List<StoredReport> reports, String path) {
        List<StoredReport> valid =
                reports.stream().filter(report -> ReportId.isValid(report.id())).toList();
        return Page.of("Crash reports", html -> {
            Toolbar.drawForList(html);
            html.in("main", () -> {
                html.in("h1", "Crash reports");
                if (valid.isEmpty()) {
                    html.in("p class=\"hint\"", "There are none.");
                } else {
                    IndexPage page = new IndexPage(html, path);
                    html.in("ol class=\"reports\"", () -> CrashGroup.of(valid).forEach(page::row));
                }
            });
        });
    }

    private void row(CrashGroup group) {
        String states = group.states().stream().map(Toolbar::word).collect(Collectors.joining(" "));
        html.in("li class=\"item\" data-states=\"" + states + '"', () -> {
            StoredReport newest = group.newest();
            html.in("a href=\"" + path + newest.id() + '"', () -> {
                html.in("span class=\"type\"", () -> html.name(shortened(newest.type())))
                        .text("\n");
                html.in("span class=\"says\"", newest.message() == null ? "" : shortened(newest.message()))
                        .text("\n");
                html.in("span class=\"when\"", times(group)).text("\n");
                html.in("span class=\"when\"", place(newest) + ", " + states(group));
            });
            if (group.reports().size() > 1) {
                others(group.reports().subList(1, group.reports().size()));
            }
        });
    }

    private void others(List<StoredReport> reports) {
        html.in("details", () -> {
            html.in("summary", reports.size() == 1 ? "1 earlier report" : reports.size() + " earlier reports");
            html.in(
                    "ul",
                    () -> reports.forEach(report -> html.in(
                            "li",
                            () -> html.in(
                                    "a href=\"" + path + report.id() + '"',
                                    ReportHeader.time(report.time()) + ", " + ReportHeader.state(report.state())))));
        });
    }

    private static String times(CrashGroup group) {
        String last = ReportHeader.time(group.newest().time());
        String first = ReportHeader.time(group.first());
        int crashes = group.crashes();
        return (crashes == 1 ? "once" : crashes + " times") + ", "
                + (first.equals(last) ? last : "last " + last + ", first " + first);
    }

    private static String place(StoredReport report) {
        return Stream.of(report.application(), "thread " + report.thread(), ReportHeader.source(report.source()))
                .filter(part -> part != null && !part.isEmpty())
                .map(IndexPage::shortened)
                .collect(Collectors.joining(", "));
    }

    private static String states(CrashGroup group) {
        return group.states().stream().map(ReportHeader::state).collect(Collectors.joining(", "));
    }

    private static String shortened(String text) {
        return TextCut.shortened(text, LONGEST_MESSAGE);
    }
}
