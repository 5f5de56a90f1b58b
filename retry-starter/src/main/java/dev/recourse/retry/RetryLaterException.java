package dev.recourse.retry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells the caller to call again later, because the delay is not waited for here.
 *
 * <p>The cause is the failure of the last attempt; the failures before it are suppressed exceptions of that cause. A call
 * that comes while its client's server is left alone, for longer than the caller may wait, is not made at all: the cause
 * is then the failure in which the server asked for that.
 *
 * @see HandOff
 * @see ResumedCall
 * @since 0.1
 */
public class RetryLaterException extends RuntimeException {

    /** A chain of causes may be a circle. */
    private static final int MOST_CAUSES = 100;

    private final Duration delay;
    private final Instant notBefore;
    private final int attempt;
    private final String client;
    private final String label;
    private final @Nullable String idempotencyKey;

    /**
     * Creates the exception for code that throws it itself: no retried call continues with its attempt and key.
     *
     * @param delay the whole interval, not shortened by {@code max-wait} or {@code timeout}
     * @param notBefore when the interval is over
     * @param attempt number of the attempt that failed, 1 for the first, 0 where a cooldown allowed none
     * @param client name of the client
     * @param idempotencyKey value of the header that the attempts sent, null if they sent none
     * @param failure what the attempt failed with, or the call that began the cooldown
     */
    public RetryLaterException(
            Duration delay,
            Instant notBefore,
            int attempt,
            String client,
            @Nullable String idempotencyKey,
            Throwable failure) {
        this(delay, notBefore, attempt, client, "", idempotencyKey, failure);
    }

    /**
     * Creates the exception.
     *
     * @param delay the whole interval, not shortened by {@code max-wait} or {@code timeout}
     * @param notBefore when the interval is over
     * @param attempt number of the attempt that failed, 1 for the first, 0 where a cooldown allowed none
     * @param client name of the client
     * @param label name of the call
     * @param idempotencyKey value of the header that the attempts sent, null if they sent none
     * @param failure what the attempt failed with, or the call that began the cooldown
     */
    public RetryLaterException(
            Duration delay,
            Instant notBefore,
            int attempt,
            String client,
            String label,
            @Nullable String idempotencyKey,
            Throwable failure) {
        super(
                (attempt == 0
                                ? "Client '" + client + "' is in a cooldown"
                                : "Attempt " + attempt + " on client '" + client + "' failed")
                        + ", to be called again not before " + notBefore,
                failure);
        this.delay = delay;
        this.notBefore = notBefore;
        this.attempt = attempt;
        this.client = client;
        this.label = label;
        this.idempotencyKey = idempotencyKey;
    }

    /**
     * {@return the failure itself or the nearest of its causes that is such an exception, or null if there is none}
     *
     * @param failure what a call ended with; of its causes 100 are looked at
     */
    public static @Nullable RetryLaterException in(Throwable failure) {
        Throwable link = failure;
        for (int depth = 0; link != null && depth < MOST_CAUSES; depth++) {
            if (link instanceof RetryLaterException later) {
                return later;
            }
            link = causeOf(link);
        }
        return null;
    }

    private static @Nullable Throwable causeOf(Throwable link) {
        try {
            return link.getCause();
        } catch (RuntimeException ex) {
            return null;
        }
    }

    /** {@return the whole interval between the failure and the next call, not shortened by any limit} */
    public Duration delay() {
        return delay;
    }

    /** {@return the time before which the call should not be made again} */
    public Instant notBefore() {
        return notBefore;
    }

    /**
     * {@return the number of the attempt that failed, 1 for the first, 0 where a cooldown allowed none} It counts the
     * attempts of earlier runs, where the call was continued with {@link ResumedCall}.
     */
    public int attempt() {
        return attempt;
    }

    /** {@return the name of the client, {@code default} for a call without one} */
    public String client() {
        return client;
    }

    /** {@return the name of the call, as log lines and events have it: {@code GitHub.events}} */
    public String label() {
        return label;
    }

    /**
     * {@return the value of the {@code Idempotency-Key} header that the attempts sent, with its quotes, or null if they
     * sent none; it does not know of one that the request brought along}
     *
     * <p>Whoever calls again later binds it with {@link ResumedCall}, or sets the header to this value: a request that has
     * the header keeps it.
     */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }
}
