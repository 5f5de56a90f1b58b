package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import org.jspecify.annotations.Nullable;

/** A call, as the decisions about it and its log lines see it. */
interface RetryCall {

    /** Returns what makes each attempt. */
    Attempt<?, ?> attempt();

    default Settings settings() {
        return attempt().settings();
    }

    default RetryClient client() {
        return attempt().client();
    }

    /** Returns what it brings along from earlier runs. */
    EarlierRuns earlierRuns();

    /** Returns the key that all attempts send, if any. */
    default @Nullable IdempotencyKey key() {
        return earlierRuns().key();
    }

    /** Returns when it arrived, as a mark of the client's clock. */
    long start();

    /** Returns what is known of its latest attempt. */
    AttemptTrace trace();

    /** Returns the failure that a value of an attempt reports, or null if it is a success. */
    default @Nullable RuntimeException failureIn(@Nullable Object value) {
        return attempt().mayReturnFailure() ? settings().failureIn(value) : null;
    }

    /** Returns its name in log lines and events. */
    default String label() {
        return attempt().label();
    }
}
