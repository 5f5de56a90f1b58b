package dev.recourse.retry.durable;

import java.util.Locale;

/** Why a stored call cannot succeed any more. */
public enum ParkReason {
    /** No retry is left. */
    EXHAUSTED,
    /** The failure may not be retried. */
    NOT_RETRYABLE,
    /** It is older than {@code durable-store.expires}. */
    EXPIRED,
    /** Its data cannot be read. */
    UNREADABLE,
    /** No bean has had its method for an hour. */
    UNKNOWN;

    /** Returns it as a tag or the endpoint has it: {@code not-retryable}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
