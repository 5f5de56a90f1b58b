package dev.recourse.crash.show;

import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.render.TextCut;
import dev.recourse.crash.store.StoredReport;
import java.util.List;

/** Draws the page that lists the reports. */
public final class IndexPage {

    private static final int LONGEST_MESSAGE = 300;

    private IndexPage() {}

    /**
     * Returns the page, in UTF-8.
     *
     * @param path of the reports' pages, relative to this one, to which an id is added
     */
    public static byte[] draw(List<StoredReport> reports, String path) {
        return Page.of(
                "Crash reports",
                html -> html.in("main", () -> {
                    html.in("h1", "Crash reports");
                    if (reports.isEmpty()) {
                        html.in("p class=\"hint\"", "There are none.");
                    } else {
                        html.in("ol class=\"reports\"", () -> reports.forEach(report -> draw(html, report, path)));
                    }
                }));
    }

    private static void draw(Html html, StoredReport report, String path) {
        if (!ReportId.isValid(report.id())) {
            return;
        }
        html.in(
                "li",
                () -> html.in("a href=\"" + path + report.id() + '"', () -> {
                    html.in("span class=\"type\"", shortened(report.type())).text("\n");
                    html.in("span class=\"says\"", report.message() == null ? "" : shortened(report.message()))
                            .text("\n");
                    html.in("span class=\"when\"", () -> {
                        html.text(ReportHeader.time(report.time()) + ", " + ReportHeader.state(report.state()));
                        if (report.repeats() > 0) {
                            html.text(", " + report.repeats() + (report.repeats() == 1 ? " repeat" : " repeats"));
                        }
                    });
                }));
    }

    private static String shortened(String text) {
        return TextCut.shortened(text, LONGEST_MESSAGE);
    }
}
