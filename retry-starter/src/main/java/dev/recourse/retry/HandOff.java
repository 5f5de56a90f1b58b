package dev.recourse.retry;

/**
 * When a failed call is handed off with a {@link RetryLaterException} instead of being waited for.
 *
 * @since 0.1
 */
public enum HandOff {
    /** A delay that is too long to wait ends the call with its failure. */
    NEVER,

    /** A delay that is too long to wait, for {@code max-wait} or for {@code timeout}, is handed off. */
    BEYOND_MAX_WAIT,

    /** Every failure that may be retried is handed off: nothing waits here. */
    ALWAYS
}
