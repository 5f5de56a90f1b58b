package dev.recourse.retry;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call after a failed attempt, or to the cooldown of a client.
 *
 * @since 0.1
 */
public sealed interface RetryEvent {

    /** {@return the name of the client, {@code default} for calls that name none} */
    String client();

    /**
     * A call begins to wait.
     *
     * @param client name of the client, {@code default} for a call that names none
     * @param call what is called: {@code GitHub.events}
     * @param attempt number of the attempt that failed, 0 for a wait before the first one in a cooldown
     * @param maxAttempts most attempts that the call may make
     * @param delay until the next attempt
     * @param condition as it is configured: {@code 429}, {@code 5xx}, {@code timeout}; {@code cooldown} for a wait in one
     * @param source kind of source of the delay: {@code fixed}, {@code exponential}, {@code random}, {@code server},
     *     {@code header}, {@code body}, {@code attribute} or {@code cooldown}
     * @param explanation of the delay for people: {@code the server's Retry-After}
     * @param failure what is waited for
     */
    record Wait(
            String client,
            String call,
            int attempt,
            int maxAttempts,
            Duration delay,
            String condition,
            String source,
            String explanation,
            Throwable failure)
            implements RetryEvent {}

    /**
     * A call ended after at least one failed attempt, or was delayed or rejected by a cooldown.
     *
     * @param client name of the client, {@code default} for a call that names none
     * @param call what was called
     * @param attempts number of attempts that were made
     * @param outcome how it ended
     * @param failure what the caller got, null for a success
     */
    record End(
            String client,
            String call,
            int attempts,
            Outcome outcome,
            @Nullable Throwable failure) implements RetryEvent {}

    /**
     * A cooldown began or was extended, because the server asked for a delay.
     *
     * @param client name of the client that is left alone
     * @param until earliest time of the next call
     * @param failure in which it asked
     */
    record CooldownStart(String client, Instant until, Throwable failure) implements RetryEvent {}

    /**
     * A cooldown was lifted before its time.
     *
     * @param client name of the client that is called again
     */
    record CooldownLift(String client) implements RetryEvent {}

    /**
     * A stored call is run again.
     *
     * @param client name of the client, {@code default} for a call that names none
     * @param call what is called
     * @param id of the stored call
     * @param attempts number of attempts that were made before
     * @param lateness time since it was due
     */
    record Resume(String client, String call, String id, int attempts, Duration lateness) implements RetryEvent {}

    /**
     * A stored call cannot succeed any more. It is kept, and not run again unless somebody says so.
     *
     * @param client name of the client, {@code default} for a call that names none
     * @param call what was called, {@code ?} where its data cannot be read
     * @param id of the stored call
     * @param attempts number of attempts that were made
     * @param reason {@code exhausted}, {@code not-retryable}, {@code expired}, {@code unreadable} or {@code unknown}
     */
    record Park(String client, String call, String id, int attempts, String reason) implements RetryEvent {}

    /** How a call has ended. */
    enum Outcome {
        /** A later attempt succeeded. */
        SUCCESS,
        /** No retry was left. */
        EXHAUSTED,
        /** No rule covers the failure, its rule is {@code never}, or the server forbids it. */
        NOT_RETRYABLE,
        /** The delay does not fit {@code max-wait} or what is left of {@code timeout}, or no source had an answer. */
        NO_TIME,
        /** The client's budget is used up. */
        NO_BUDGET,
        /** The caller was told when to call again. */
        HANDED_OFF,
        /** It was stored, and will be made again by any node. */
        STORED,
        /** The thread was interrupted, the subscription or the future cancelled, or the application closes. */
        CANCELLED
    }
}
