package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.render.Redactor;
import io.sentry.ISentryClient;
import io.sentry.Scope;
import io.sentry.Scopes;
import io.sentry.SentryClient;
import io.sentry.SentryOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Sends the report of an application that failed to start, for which there is no bean of Sentry's, or no longer.
 *
 * <p>Its client lives as long as one report is being sent, and is not the one that {@code Sentry} knows.
 */
public final class SentryStartupSender implements CrashReportSender {

    private final Supplier<SentryOptions> settings;
    private final Redactor redactor;
    private final Duration wait;

    /**
     * Creates a sender.
     *
     * @param settings makes new options, as the application has set them
     */
    public SentryStartupSender(Supplier<SentryOptions> settings, Redactor redactor, Duration wait) {
        this.settings = settings;
        this.redactor = redactor;
        this.wait = wait;
    }

    @Override
    public Delivery send(CrashReport report) throws IOException, InterruptedException {
        SentryOptions options = settings.get();
        if (!options.isEnabled()) {
            throw new IOException("Sentry is disabled");
        }
        new SentryConfigurer().configure(options);
        options.addEventProcessor(new SentryReportProcessor(redactor));
        ISentryClient client = new SentryClient(options);
        try {
            Scope scope = new Scope(options);
            scope.bindClient(client);
            Scopes scopes = new Scopes(scope, scope, scope, "crash");
            return new SentrySender(scopes, new ReportedThrowables(), new SentryEventLedger(), wait).send(report);
        } finally {
            client.close();
        }
    }
}
