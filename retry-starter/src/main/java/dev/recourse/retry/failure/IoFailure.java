package dev.recourse.retry.failure;

/** The kinds of failure in which no usable response came back. */
public enum IoFailure {
    /** No connection in time. */
    CONNECT_TIMEOUT,

    /** No connection at all: refused, unknown host, failed TLS handshake. */
    CONNECT_FAILURE,

    /** An HTTP/2 stream that the server refused: it has not looked at the request (RFC 9113 section 8.7). */
    STREAM_REFUSED,

    /** No answer, or not the whole of it, in time. */
    READ_TIMEOUT,

    /** A connection that was reset or ended too early, or of which it cannot be known whether it ever stood. */
    CONNECTION_LOSS;

    /** Returns whether the server surely has not processed the request. */
    boolean isUnprocessed() {
        return this == CONNECT_TIMEOUT || this == CONNECT_FAILURE || this == STREAM_REFUSED;
    }
}
