package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.format.ReportReduction;
import dev.recourse.crash.time.Deadline;
import io.sentry.Hint;
import io.sentry.IScope;
import io.sentry.IScopes;
import io.sentry.ScopeType;
import io.sentry.SentryEvent;
import io.sentry.protocol.Feedback;
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
        Deadline deadline = Deadline.after(wait);
        SentryResponse answer = answerTo(report, deadline);
        if (answer.delivery() == Delivery.DELIVERED && report.comment() != null) {
            // refused: the event is there all the same
            feedback(report, report.comment(), deadline).orThrow();
        }
        if (answer.delivery() == Delivery.REFUSED) {
            logger.warn("Report " + report.id() + " is kept and not sent again: " + answer.words());
        }
        return answer.orThrow();
    }

    /** Sends what the user has said, as his feedback on the report's event. */
    @Override
    public Delivery comment(CrashReport report) throws IOException, InterruptedException {
        String comment = report.comment();
        if (comment == null) {
            return Delivery.DELIVERED;
        }
        return feedback(report, comment, Deadline.after(wait)).orThrow();
    }

    SentryResponse answerTo(CrashReport report) throws InterruptedException {
        return answerTo(report, Deadline.after(wait));
    }

    private SentryResponse answerTo(CrashReport report, Deadline deadline) throws InterruptedException {
        if (!scopes.isEnabled()) {
            return SentryResponse.later("Sentry is closed or disabled");
        }
        if (SentryIgnored.ignores(scopes.getOptions(), report)) {
            return DROPPED;
        }
        Throwable failure = failures.get(report.id());
        CompletableFuture<SentryResponse> theirs = failure == null ? null : sightings.ours(failure, report.id());
        if (failure != null && theirs != null) {
            SentryResponse answer = await(theirs, deadline);
            if (answer.delivery() == Delivery.DELIVERED) {
                return answer;
            }
            sightings.replace(failure, report.id());
            if (deadline.isOver()) {
                return answer;
            }
        }
        return sendFitting(new SentReport(report, failure != null, true), deadline);
    }

    /** Sends the report, and less of it as long as Sentry finds it too large. */
    private SentryResponse sendFitting(SentReport full, Deadline deadline) throws InterruptedException {
        SentReport sent = full;
        SentryResponse answer = send(sent, deadline);
        for (ReportReduction reduction : SentReport.REDUCTIONS) {
            SentReport smaller = sent.without(reduction);
            if (answer.isTooLarge() && !smaller.hasNoMoreThan(sent)) {
                sent = smaller;
                answer = send(smaller, deadline);
            }
        }
        return answer;
    }

    /** Sends the event with the scope of this process, if the report is of this process. */
    private SentryResponse send(SentReport sent, Deadline deadline) throws InterruptedException {
        return capture(sent, deadline, (scope, hint) -> {
            SentryEvent event = SentryEvents.of(sent.report());
            event.setSdk(scopes.getOptions().getSdkVersion());
            return scope.getClient().captureEvent(event, sent.current() ? scope : null, hint);
        });
    }

    private SentryResponse feedback(CrashReport report, String comment, Deadline deadline) throws InterruptedException {
        return capture(new SentReport(report, false, false), deadline, (scope, hint) -> {
            Feedback feedback = new Feedback(comment);
            feedback.setAssociatedEventId(SentryEvents.idOf(report));
            return scope.getClient().captureFeedback(feedback, hint, scope);
        });
    }

    private SentryResponse capture(SentReport sent, Deadline deadline, Capture capture) throws InterruptedException {
        CompletableFuture<SentryResponse> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> capture(sent, deadline, capture, answer), "recourse-sentry");
        thread.setDaemon(true);
        thread.start();
        return await(answer, deadline);
    }

    private void capture(
            SentReport sent, Deadline deadline, Capture capture, CompletableFuture<SentryResponse> answer) {
        scopes.configureScope(ScopeType.COMBINED, scope -> {
            try {
                SentryId id = capture.by(scope, SentryTransport.attempt(sent, answer, deadline));
                if (id.equals(SentryId.EMPTY_ID)) {
                    answer.complete(DROPPED);
                }
            } catch (Throwable ex) {
                answer.complete(SentryResponse.later("The event could not be made: " + ex));
            }
        });
    }

    /** Gives something to Sentry's client. */
    private interface Capture {

        SentryId by(IScope scope, Hint hint);
    }

    private SentryResponse await(CompletableFuture<SentryResponse> answer, Deadline deadline)
            throws InterruptedException {
        try {
            return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException ex) {
            SentryResponse none = SentryResponse.later("Sentry did not answer within " + wait.toMillis() + " ms");
            answer.complete(none);
            return none;
        }
    }
}
