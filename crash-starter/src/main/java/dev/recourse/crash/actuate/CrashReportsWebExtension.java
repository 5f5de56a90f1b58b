package dev.recourse.crash.actuate;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.show.IndexPage;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Answers over HTTP with a page where one is asked for. */
@EndpointWebExtension(endpoint = CrashReportsEndpoint.class)
public final class CrashReportsWebExtension {

    private final CrashReportsEndpoint endpoint;

    private final ReportDirectory directory;

    private final ReportPage page;

    private final PageAnswer answer;

    private final String path;

    /**
     * Creates the extension.
     *
     * @param path of the endpoint, below that of all endpoints
     */
    public CrashReportsWebExtension(
            CrashReportsEndpoint endpoint, ReportDirectory directory, ReportPage page, PageAnswer answer, String path) {
        this.endpoint = endpoint;
        this.directory = directory;
        this.page = page;
        this.answer = answer;
        this.path = path;
    }

    /** Makes an answer of a page. */
    @FunctionalInterface
    public interface PageAnswer {

        Object of(byte[] page);

        /** Returns the answer that every web framework understands, which has no headers of its own. */
        static PageAnswer plain() {
            return page -> new WebEndpointResponse<>(page, ReportForm.PAGE);
        }
    }

    /** Returns the list of reports. */
    @ReadOperation(producesFrom = ReportForm.class)
    public Object reports(ReportForm form) {
        return form == ReportForm.PAGE
                ? answer.of(IndexPage.draw(directory.list(), name() + '/'))
                : new WebEndpointResponse<>(endpoint.reports(), form);
    }

    /**
     * Returns one report, or null where there is none.
     *
     * @param as {@code json} for the report itself whatever the client accepts, as for a link in a browser
     */
    @ReadOperation(producesFrom = ReportForm.class)
    public @Nullable Object report(ReportForm form, @Selector String id, @Nullable String as) throws IOException {
        CrashReport report = directory.find(id);
        if (report == null) {
            return null;
        }
        if (form == ReportForm.PAGE && !"json".equals(as)) {
            return answer.of(page.draw(report, "../" + name(), id + "?as=json"));
        }
        return new WebEndpointResponse<>(ReportJson.tree(report), form == ReportForm.PAGE ? ReportForm.JSON : form);
    }

    /** Returns the last part of the path, as addresses relative to the pages have it. */
    private String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
