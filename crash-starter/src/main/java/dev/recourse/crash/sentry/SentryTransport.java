package dev.recourse.crash.sentry;

import dev.recourse.crash.Delivery;
import dev.recourse.crash.time.Deadline;
import io.sentry.AsyncHttpTransportFactory;
import io.sentry.DataCategory;
import io.sentry.Hint;
import io.sentry.NoOpTransportFactory;
import io.sentry.RequestDetails;
import io.sentry.SentryEnvelope;
import io.sentry.SentryOptions;
import io.sentry.hints.Cached;
import io.sentry.hints.Retryable;
import io.sentry.hints.SubmissionResult;
import io.sentry.transport.ITransport;
import io.sentry.transport.RateLimiter;
import io.sentry.util.HintUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries crash reports to Sentry at once, and leaves every other event to the SDK's own transport.
 *
 * <p>The SDK's transport has one thread and a queue in which a crash would wait behind everything else, and tells a
 * {@link SubmissionResult} only yes or no: a report that is too large looks like a server that is down. This is the
 * one class that knows internal types of the SDK.
 */
final class SentryTransport implements ITransport {

    private final ITransport others;
    private final SentryOptions options;
    private final RequestDetails request;

    private SentryTransport(ITransport others, SentryOptions options, RequestDetails request) {
        this.others = others;
        this.options = options;
        this.request = request;
    }

    /**
     * Makes the application's Sentry use this transport, unless the application has chosen one itself. That one carries
     * the reports too; what it does not confirm then counts as {@link Delivery#LATER}, since it does not tell why.
     */
    static void install(SentryOptions options) {
        if (options.getTransportFactory() instanceof NoOpTransportFactory) {
            options.setTransportFactory((sentry, request) ->
                    new SentryTransport(new AsyncHttpTransportFactory().create(sentry, request), sentry, request));
        }
    }

    /** Returns the hint that accompanies a crash report; Sentry's answer completes the future. */
    static Hint attempt(SentReport sent, CompletableFuture<SentryResponse> answer, Deadline deadline) {
        return HintUtils.createWithTypeCheckHint(
                sent.current() ? new Attempt(sent, answer, deadline) : new PastAttempt(sent, answer, deadline));
    }

    /** Returns the report that an event is made of, or null if it is made of none. */
    static @Nullable SentReport reportOf(Hint hint) {
        return HintUtils.getSentrySdkHint(hint) instanceof Attempt attempt ? attempt.sent : null;
    }

    /** Returns what becomes of somebody else's event, or null if its sender watches it already. */
    static @Nullable CompletableFuture<SentryResponse> watch(Hint hint) {
        if (HintUtils.getSentrySdkHint(hint) != null) {
            return null;
        }
        Watch watch = new Watch(new CompletableFuture<>());
        HintUtils.setTypeCheckHint(hint, watch);
        return watch.answer;
    }

    @Override
    public void send(SentryEnvelope envelope, Hint hint) throws IOException {
        if (HintUtils.getSentrySdkHint(hint) instanceof Attempt attempt) {
            attempt.answer.complete(send(envelope, attempt));
        } else {
            others.send(envelope, hint);
        }
    }

    private SentryResponse send(SentryEnvelope envelope, Attempt attempt) {
        RateLimiter limiter = others.getRateLimiter();
        if (limiter != null && limiter.isActiveForCategory(DataCategory.Error)) {
            return SentryResponse.later("Sentry's rate limit is not over yet");
        }
        try {
            SentryRequest post = new SentryRequest(options, request, attempt.deadline);
            // Whoever gives up waiting completes the answer, which frees the thread that still reads.
            CompletableFuture<Void> unused = attempt.answer.thenRunAsync(post::abort);
            HttpReply reply = post.send(zipped(envelope));
            if (limiter != null) {
                limiter.updateRetryAfterLimits(
                        reply.header("X-Sentry-Rate-Limits"), reply.header("Retry-After"), reply.status());
            }
            return SentryResponse.ofStatus(reply.status());
        } catch (Exception ex) {
            return SentryResponse.later("Sentry was not reached: " + ex);
        }
    }

    private byte[] zipped(SentryEnvelope envelope) throws Exception {
        envelope.getHeader().setSentAt(Date.from(Instant.now()));
        ByteArrayOutputStream body = new ByteArrayOutputStream(8192);
        try (GZIPOutputStream zip = new GZIPOutputStream(body)) {
            options.getSerializer().serialize(envelope, zip);
        }
        return body.toByteArray();
    }

    @Override
    public boolean isHealthy() {
        return others.isHealthy();
    }

    @Override
    public void flush(long timeoutMillis) {
        others.flush(timeoutMillis);
    }

    @Override
    public @Nullable RateLimiter getRateLimiter() {
        return others.getRateLimiter();
    }

    @Override
    public void close(boolean isRestarting) throws IOException {
        others.close(isRestarting);
    }

    @Override
    public void close() throws IOException {
        others.close();
    }

    /** Hears from a transport whether an event was confirmed. */
    private static class Watch implements SubmissionResult {

        final CompletableFuture<SentryResponse> answer;

        Watch(CompletableFuture<SentryResponse> answer) {
            this.answer = answer;
        }

        @Override
        public void setResult(boolean success) {
            answer.complete(
                    success ? SentryResponse.ofStatus(200) : SentryResponse.later("Sentry did not confirm the event"));
        }

        @Override
        public boolean isSuccess() {
            SentryResponse now = answer.getNow(SentryResponse.later("no answer yet"));
            return now.delivery() == Delivery.DELIVERED;
        }
    }

    /** Marks a crash report, which is tried again and is therefore not to be counted as lost. */
    private static class Attempt extends Watch implements Retryable {

        final SentReport sent;

        private final Deadline deadline;

        Attempt(SentReport sent, CompletableFuture<SentryResponse> answer, Deadline deadline) {
            super(answer);
            this.sent = sent;
            this.deadline = deadline;
        }

        @Override
        public boolean isRetry() {
            return true;
        }

        @Override
        public void setRetry(boolean retry) {}
    }

    /** Marks the report of an earlier process, to which the SDK adds nothing of this one's: neither release nor tags nor scope. */
    private static final class PastAttempt extends Attempt implements Cached {

        PastAttempt(SentReport sent, CompletableFuture<SentryResponse> answer, Deadline deadline) {
            super(sent, answer, deadline);
        }
    }
}
