package dev.recourse.retry.failure;

/** The kinds of failure in which no usable response came back. */
public enum IoFailure {
    /** No connection in time. */
    CONNECT_TIMEOUT,

    /** No connection at all: refused, unknown host, failed TLS handshake. */
    CONNECT_FAILURE,

    /** No answer, or not the whole of it, in time. */
    READ_TIMEOUT,

    /** A connection that was reset or ended too early, or of which it cannot be known whether it ever stood. */
    CONNECTION_LOSS;

    /** Returns whether nothing of the request can have been sent. */
    boolean isBeforeSending() {
        return this == CONNECT_TIMEOUT || this == CONNECT_FAILURE;
    }
}
