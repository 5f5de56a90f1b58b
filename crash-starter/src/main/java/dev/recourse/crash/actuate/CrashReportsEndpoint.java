package dev.recourse.crash.actuate;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoredReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Shows the reports in the directory, deletes them, and tries to send them now. */
@Endpoint(id = "crashreports")
public final class CrashReportsEndpoint {

    private final ReportDirectory directory;

    private final ReportDelivery delivery;

    private final Duration wait;

    /**
     * Creates the endpoint.
     *
     * @param wait longest time to wait for the outcome of a try
     */
    public CrashReportsEndpoint(ReportDirectory directory, ReportDelivery delivery, Duration wait) {
        this.directory = directory;
        this.delivery = delivery;
        this.wait = wait;
    }

    /** The newest reports, newest first. */
    public record Reports(List<StoredReport> reports) implements OperationResponseBody {}

    /** Returns the list of reports. */
    @ReadOperation(producesFrom = ReportForm.class)
    public Reports reports() {
        return new Reports(directory.list());
    }

    /** Returns one report, in the form of its file, or null where there is none. */
    @ReadOperation(producesFrom = ReportForm.class)
    public @Nullable Map<String, @Nullable Object> report(@Selector String id) throws IOException {
        CrashReport report = directory.find(id);
        return report == null ? null : ReportJson.tree(report);
    }

    /** Deletes a report. */
    @DeleteOperation
    public WebEndpointResponse<Void> delete(@Selector String id) throws IOException {
        return new WebEndpointResponse<>(
                directory.delete(id) ? WebEndpointResponse.STATUS_NO_CONTENT : WebEndpointResponse.STATUS_NOT_FOUND);
    }

    /** Tries to send all reports that wait, and returns the list. */
    @WriteOperation
    public Reports sendAll() {
        delivery.deliverAll(wait);
        return reports();
    }

    /** Tries to send one report, and returns how far it is. */
    @WriteOperation
    public WebEndpointResponse<StoredReport> send(@Selector String id) {
        if (directory.file(id) == null) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
        }
        delivery.deliver(id, wait);
        CrashReport report = directory.find(id);
        return report == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(StoredReport.of(report));
    }
}
