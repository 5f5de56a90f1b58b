package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import org.jspecify.annotations.Nullable;

/** What is known of a call when it arrives. */
interface RetryCall {

    /** Returns what is called, for log lines and events. */
    String label();

    Settings settings();

    /** Returns the state of its client. */
    RetryClient clientState();

    /** Returns the key that its attempts send, if any. */
    @Nullable
    IdempotencyKey key();

    /** Returns when it arrived. */
    long start();

    /** Returns what is known of its latest attempt. */
    AttemptTrace trace();

    /** Returns what an attempt has read that cannot be read again, null for nothing. */
    @Nullable
    String usedUp();
}
