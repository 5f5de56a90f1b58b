package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.render.Redactor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Draws the page of a report. */
public final class ReportPage {

    private final Redactor redactor;

    private final Supplier<Sources> sources;

    /**
     * Creates what draws pages.
     *
     * @param redactor for lines of source; what a report says is redacted already
     */
    public ReportPage(Redactor redactor) {
        this(redactor, Sources::ofProcess);
    }

    ReportPage(Redactor redactor, Supplier<Sources> sources) {
        this.redactor = redactor;
        this.sources = sources;
    }

    /** Returns the page as a file of its own beside that of its report, in UTF-8. */
    public byte[] draw(CrashReport report) {
        return draw(report, null, report.id() + ".json");
    }

    /**
     * Returns the page in UTF-8.
     *
     * @param list address of the page that lists the reports, relative to this page; null where there is none
     * @param json address of the report itself, relative to this page
     */
    public byte[] draw(CrashReport report, @Nullable String list, String json) {
        String title = report.failure().type() + " - " + report.id();
        return Page.of(title, html -> {
            Toolbar.draw(html, list, json);
            html.in("main", () -> {
                new ReportHeader(html).draw(report);
                new TraceSection(html, sources.get(), redactor::text, report.time()).draw(report);
                new DetailSections(html).draw(report);
            });
        });
    }
}
