package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.capture.ReportedThrowables;
import io.sentry.Hint;
import io.sentry.IScopes;
import io.sentry.ScopeType;
import io.sentry.protocol.SentryId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Sends a report as an event of the application's Sentry.
 *
 * <p>Delivered is what Sentry has confirmed with 200. Refused is what Sentry finds wrong with the event itself, and
 * what the application's own settings drop (sample rate, {@code beforeSend}, ignored exceptions, an event processor):
 * they would again. All else, including no answer within {@code recourse.crash.sentry.wait}, is worth another try.
 *
 * <p>Where an integration of Sentry's has sent an event of the same throwable before, that event stands for the report
 * as soon as Sentry confirms it. If Sentry does not, the report is sent after all.
 */
public final class SentrySender implements CrashReportSender {

    private static final Log logger = LogFactory.getLog(SentrySender.class);

    private static final SentryResponse DROPPED =
            SentryResponse.refused("The application's Sentry settings drop the event");

    private final IScopes scopes;
    private final ReportedThrowables failures;
    private final SentryEventLedger sightings;
    private final Duration wait;

    public SentrySender(IScopes scopes, ReportedThrowables failures, SentryEventLedger sightings, Duration wait) {
        this.scopes = scopes;
        this.failures = failures;
        this.sightings = sightings;
        this.wait = wait;
    }

    /**
     * Sends the report, and waits for Sentry's answer.
     *
     * @throws IOException if it was not taken this time
     */
    @Override
    public Delivery send(CrashReport report) throws IOException, InterruptedException {
        SentryResponse answer = answerTo(report);
        if (answer.delivery() == Delivery.REFUSED) {
            logger.warn("Report " + report.id() + " is kept and not sent again: " + answer.words());
        }
        return answer.orThrow();
    }

    SentryResponse answerTo(CrashReport report) throws InterruptedException {
        if (!scopes.isEnabled()) {
            return SentryResponse.later("Sentry is closed or disabled");
        }
        if (SentryIgnored.ignores(scopes.getOptions(), report)) {
            return DROPPED;
        }
        long end = System.nanoTime() + wait.toNanos();
        Throwable failure = failures.get(report.id());
        CompletableFuture<SentryResponse> theirs = failure == null ? null : sightings.ours(failure, report.id());
        if (failure != null && theirs != null) {
            SentryResponse answer = await(theirs, end);
            if (answer.delivery() == Delivery.DELIVERED) {
                return answer;
            }
            sightings.replace(failure, report.id());
            if (left(end).isZero()) {
                return answer;
            }
        }
        CompletableFuture<SentryResponse> ours = new CompletableFuture<>();
        Thread thread = new Thread(() -> capture(report, failure != null, end, ours), "recourse-sentry");
        thread.setDaemon(true);
        thread.start();
        return await(ours, end);
    }

    /** Sends the event with the scope of this process, if the report is of this process. */
    private void capture(CrashReport report, boolean scoped, long end, CompletableFuture<SentryResponse> answer) {
        scopes.configureScope(ScopeType.COMBINED, scope -> {
            try {
                Hint hint = SentryTransport.attempt(answer, left(end));
                SentryId sent = scope.getClient().captureEvent(SentryEvents.of(report), scoped ? scope : null, hint);
                if (sent.equals(SentryId.EMPTY_ID)) {
                    answer.complete(DROPPED);
                }
            } catch (Throwable ex) {
                answer.complete(SentryResponse.later("The event could not be made: " + ex));
            }
        });
    }

    private SentryResponse await(CompletableFuture<SentryResponse> answer, long end) throws InterruptedException {
        try {
            return answer.get(left(end).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException ex) {
            SentryResponse none = SentryResponse.later("Sentry did not answer within " + wait.toMillis() + " ms");
            answer.complete(none);
            return none;
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
