package dev.recourse.retry.job;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryLaterException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a job hands to the next, as texts that any engine can keep.
 *
 * @param label of the retried call
 * @param attempt number of attempts in all runs so far
 * @param idempotencyKey that they sent, or null
 */
record CarriedCall(String label, int attempt, @Nullable String idempotencyKey) {

    private static final String LABEL = "recourse.label";
    private static final String ATTEMPT = "recourse.attempt";
    private static final String IDEMPOTENCY_KEY = "recourse.idempotency-key";

    static CarriedCall of(RetryLaterException later) {
        return new CarriedCall(later.label(), later.attempt(), later.idempotencyKey());
    }

    /** Returns what an engine has kept, or null if that is nothing, or nothing that can be used. */
    static @Nullable CarriedCall in(Function<String, @Nullable String> kept) {
        String label = kept.apply(LABEL);
        String attempt = kept.apply(ATTEMPT);
        if (label == null || attempt == null || !attempt.matches("\\d{1,9}")) {
            return null;
        }
        return new CarriedCall(label, Integer.parseInt(attempt), kept.apply(IDEMPOTENCY_KEY));
    }

    /** Returns the names and values that an engine is to keep. */
    Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        values.put(LABEL, label);
        values.put(ATTEMPT, String.valueOf(attempt));
        if (idempotencyKey != null) {
            values.put(IDEMPOTENCY_KEY, idempotencyKey);
        }
        return values;
    }

    /** Returns whether a name is one of those. */
    static boolean isName(String name) {
        return name.equals(LABEL) || name.equals(ATTEMPT) || name.equals(IDEMPOTENCY_KEY);
    }

    /** Lets the retried call that is made in this thread continue this one. */
    @Nullable
    ResumedCall bind() {
        try {
            return ResumedCall.bind(label, attempt, idempotencyKey);
        } catch (IllegalArgumentException ex) {
            // Somebody else wrote the key: without it, the call begins anew.
            return null;
        }
    }
}
