package dev.recourse.retry.failure;

/** The kinds of failure in which no usable response came back. */
public enum IoFailure {
    /** No connection in time. */
    CONNECT_TIMEOUT,

    /** No answer, or not the whole of it, in time. */
    READ_TIMEOUT,

    /** Refused, reset, unknown host, TLS failure. */
    CONNECTION
}
