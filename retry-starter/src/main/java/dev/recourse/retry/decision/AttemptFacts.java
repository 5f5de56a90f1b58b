package dev.recourse.retry.decision;

import dev.recourse.retry.idempotency.SentRequests;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failed attempt besides its failure.
 *
 * @param sent what it has sent
 * @param retriedWithin whether a call within it has been retried already and ended with this failure
 * @param usedUp what it has read and cannot read again, such as an argument that is a stream; null for nothing
 */
public record AttemptFacts(
        SentRequests sent, boolean retriedWithin, @Nullable String usedUp) {

    /** Nothing is known. */
    public static final AttemptFacts NONE = new AttemptFacts(SentRequests.UNKNOWN, false, null);
}
