package dev.recourse.retry.durable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its next attempt.
 *
 * @param name stable name of the method
 * @param bean name of the bean, where several have the method
 * @param arguments by position, each a JSON text
 * @param label of the retried call that is continued, which may be one within the method
 * @param attempt number of attempts that were made
 * @param client name of the client
 * @param scope part of the client, null for the whole
 * @param notBefore earliest time of the next attempt
 * @param firstSeen when the call was stored first
 * @param key value of the {@code Idempotency-Key} header, null for none
 * @param traceparent W3C trace context of the caller, null if there was none
 * @param failure of the last attempt, null where there was none
 * @param unknownSince when its method was first missing, null where it was not
 * @param parked why no attempt is made any more, null where one is
 */
record StoredCall(
        String name,
        @Nullable String bean,
        List<String> arguments,
        String label,
        int attempt,
        String client,
        @Nullable String scope,
        Instant notBefore,
        Instant firstSeen,
        @Nullable String key,
        @Nullable String traceparent,
        @Nullable LastFailure failure,
        @Nullable Instant unknownSince,
        @Nullable String parked) {

    public StoredCall {
        arguments = List.copyOf(arguments);
    }

    /**
     * A failure, without its message: that may tell secrets.
     *
     * @param type its class
     * @param status of the response, null if there was none
     */
    public record LastFailure(String type, @Nullable Integer status) {

        @Override
        public String toString() {
            return status == null ? type : "status " + status;
        }
    }

    /** Returns the call after another attempt, or a cooldown that allowed none. */
    StoredCall after(String changedLabel, int attempts, @Nullable String changedKey, Instant next, LastFailure last) {
        return with(changedLabel, attempts, next, firstSeen, changedKey, last, null, null);
    }

    StoredCall unknownSince(Instant since) {
        return with(label, attempt, notBefore, firstSeen, key, failure, since, parked);
    }

    StoredCall parked(ParkReason reason, int attempts, @Nullable LastFailure last) {
        return with(
                label,
                attempts,
                notBefore,
                firstSeen,
                key,
                last == null ? failure : last,
                unknownSince,
                reason.toString());
    }

    /** Returns the call as one that begins anew. */
    StoredCall anew(Instant now) {
        return with(label, 0, now, now, key, failure, null, null);
    }

    /** Returns the call, of the same method with the same arguments, in another state. */
    private StoredCall with(
            String changedLabel,
            int attempts,
            Instant next,
            Instant seen,
            @Nullable String changedKey,
            @Nullable LastFailure last,
            @Nullable Instant unknown,
            @Nullable String parkedFor) {
        return new StoredCall(
                name,
                bean,
                arguments,
                changedLabel,
                attempts,
                client,
                scope,
                next,
                seen,
                changedKey,
                traceparent,
                last,
                unknown,
                parkedFor);
    }

    /** Returns whether it is older than calls may get. */
    boolean isExpired(Instant now, Duration expires) {
        return Duration.between(firstSeen, now).compareTo(expires) > 0;
    }
}
