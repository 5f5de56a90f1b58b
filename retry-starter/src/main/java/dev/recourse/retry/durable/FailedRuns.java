package dev.recourse.retry.durable;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.client.Cooldown;
import java.time.Duration;
import java.time.Instant;

/** Decides what becomes of a stored call whose run has failed. */
final class FailedRuns {

    private static final Duration AFTER_INTERRUPT = Duration.ofMinutes(1);

    private final StoredCallWriter calls;
    private final CallStore store;
    private final VerdictWriter verdicts;

    FailedRuns(StoredCallWriter calls, CallStore store, VerdictWriter verdicts) {
        this.calls = calls;
        this.store = store;
        this.verdicts = verdicts;
    }

    Verdict after(String id, StoredCall call, StoredMethod method, StoredRun run, Throwable failure) {
        RetryLaterException later = RetryLaterException.in(failure);
        if (later != null) {
            return handedOff(id, call, method, run, later);
        }
        if (Thread.currentThread().isInterrupted()) {
            // The engine does not wait any longer for this attempt: it has no outcome.
            return new Verdict.Leave(store.now().plus(AFTER_INTERRUPT));
        }
        return verdicts.park(
                id,
                call,
                run.outcome() == Outcome.EXHAUSTED ? ParkReason.EXHAUSTED : ParkReason.NOT_RETRYABLE,
                call.attempt() + 1,
                StoredCallWriter.failure(method, failure));
    }

    private Verdict handedOff(
            String id, StoredCall call, StoredMethod method, StoredRun run, RetryLaterException later) {
        boolean byHand = later.label().isEmpty();
        int attempt = byHand ? call.attempt() + 1 : later.attempt();
        String label = byHand ? call.label() : later.label();
        if (byHand && attempt > method.settings().maxRetries()) {
            return verdicts.park(id, call, ParkReason.EXHAUSTED, attempt, StoredCallWriter.failure(method, later));
        }
        boolean continued = label.equals(call.label());
        boolean attempted = !continued || attempt > call.attempt();
        String key = continued && later.idempotencyKey() == null ? call.key() : later.idempotencyKey();
        Instant notBefore = store.now().plus(later.delay());
        StoredCall next = call.after(label, attempt, key, notBefore, StoredCallWriter.failure(method, later));
        Duration spread = calls.jitter(method, attempted ? later.delay() : cooldown(run, later));
        if (attempted) {
            StoredCallWriter.tellStored(id, next, method, later.delay());
        }
        return verdicts.again(id, next, notBefore.plus(spread));
    }

    /** The callers that a cooldown keeps back come back spread over a share of its whole length. */
    private static Duration cooldown(StoredRun run, RetryLaterException later) {
        Cooldown.Period period = run.client().cooldown();
        return period == null ? later.delay() : period.length();
    }
}
