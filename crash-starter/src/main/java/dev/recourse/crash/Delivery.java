package dev.recourse.crash;

/**
 * The outcome of one try to deliver a report.
 *
 * @since 0.1
 */
public enum Delivery {
    /** The other side has confirmed this report. */
    DELIVERED,

    /** Not this time; worth another try. */
    LATER,

    /** The other side will never take it. */
    REFUSED
}
