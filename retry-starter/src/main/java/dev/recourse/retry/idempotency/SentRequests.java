package dev.recourse.retry.idempotency;

/** What an attempt has sent, as far as the clients took note of it. */
public enum SentRequests {
    /** No client took note of a request: it may have been sent by one that Spring Boot did not build. */
    UNKNOWN,

    /** Nothing that would do harm if it were sent again. */
    IDEMPOTENT,

    /** One request that is not idempotent, and none after it: what the attempt failed with is about that one. */
    NOT_IDEMPOTENT,

    /** A request that is not idempotent, and another one after it: the first of them was not what failed. */
    NOT_IDEMPOTENT_EARLIER
}
