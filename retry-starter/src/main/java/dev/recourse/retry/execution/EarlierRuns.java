package dev.recourse.retry.execution;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/**
 * What a call brings along from earlier runs of the job that makes it.
 *
 * @param attempts number of those that were made, and failed
 * @param key that all attempts send, in this run too; null if they send none
 */
record EarlierRuns(int attempts, @Nullable IdempotencyKey key) {

    /** Of a call that has none, and sends no key. */
    static final EarlierRuns NONE = new EarlierRuns(0, null);

    /** Returns those of a call that arrives in this thread. */
    static EarlierRuns of(String label, RetryClient client) {
        return of(ResumedCall.bound(), label, client);
    }

    /**
     * Returns those of a call.
     *
     * @param resumed what is to be continued, perhaps by this call; null for nothing
     */
    static EarlierRuns of(@Nullable ResumedCall resumed, String label, RetryClient client) {
        if (resumed == null || !resumed.take(label)) {
            IdempotencyKey key = client.newKey();
            return key == null ? NONE : new EarlierRuns(0, key);
        }
        String key = resumed.idempotencyKey();
        return new EarlierRuns(resumed.attempt(), key == null ? client.newKey() : IdempotencyKey.of(key));
    }
}
