package dev.recourse.retry.engine;

import dev.recourse.retry.idempotency.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/** What is known of a call when it arrives. */
interface Arrival {

    /** Returns what is called, for log lines and events. */
    String label();

    Settings settings();

    /** Returns the state of its client. */
    ClientState clientState();

    /** Returns the key that its attempts send, if any. */
    @Nullable
    IdempotencyKey key();

    /** Returns when it arrived. */
    long start();
}
