package dev.recourse.retry.execution;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.event.Text;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Writes the log lines about calls, and publishes their events. */
final class RetryLogger {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** Stands for the condition and the source of a wait in a cooldown. */
    private static final String COOLDOWN = "cooldown";

    private RetryLogger() {}

    /**
     * Tells of a decision not to wait.
     *
     * @param attempt number of the one that failed, 0 if a cooldown keeps the first one back
     * @param reason the failure, of that attempt or that began the cooldown
     */
    static void decided(RetryCall call, int attempt, Throwable reason, Decision decision) {
        if (decision instanceof Decision.GiveUp giveUp) {
            if (giveUp.avoidable() && call.client().isWarningDue(call.label(), giveUp.outcome())) {
                log.warn(description(call, attempt, reason) + ", the last: " + giveUp.reason());
            } else if (attempt > 1 && log.isInfoEnabled()) {
                log.info(description(call, attempt, reason) + ", the last: " + giveUp.reason());
            } else if (log.isDebugEnabled()) {
                log.debug(description(call, attempt, reason) + ", the last: " + giveUp.reason());
            }
        } else if (decision instanceof Decision.HandOff handOff && log.isDebugEnabled()) {
            log.debug(description(call, attempt, reason) + ", handed off for " + Text.of(handOff.delay()) + ", "
                    + handOff.explanation());
        }
    }

    /** Tells once of a client whose requests count as idempotent because nothing tells of their methods. */
    static void assumedIdempotent(RetryCall call) {
        if (call.client().isToldFirst("idempotent")) {
            log.info("Nothing tells which HTTP method " + call.label() + " has used, and it may have been processed."
                    + " Client " + call.settings().client() + " takes such calls for idempotent. Set idempotent to true"
                    + " or false, or use a client that Spring Boot builds.");
        }
    }

    /**
     * Tells of a wait as it begins.
     *
     * @param attempt number of the one that failed, 0 if a cooldown keeps the first one back
     * @param reason the failure, of that attempt or that began the cooldown
     */
    static void waiting(RetryCall call, int attempt, Throwable reason, Decision.Wait wait) {
        if (log.isInfoEnabled()) {
            String jitter = wait.jitter().isZero() ? "" : " (plus a jitter of " + Text.of(wait.jitter()) + ")";
            log.info(description(call, attempt, reason) + ", next in " + Text.of(wait.delay()) + ", "
                    + wait.explanation() + jitter);
        }
        call.client()
                .events()
                .tell(() -> new RetryEvent.Wait(
                        call.settings().client(),
                        call.label(),
                        attempt,
                        call.settings().maxAttempts(),
                        wait.total(),
                        condition(call, wait, reason),
                        wait.source() == null ? COOLDOWN : wait.source().toString(),
                        wait.explanation(),
                        reason));
    }

    private static String condition(RetryCall call, Decision.Wait wait, Throwable reason) {
        return wait.source() == null
                ? COOLDOWN
                : String.valueOf(
                        call.settings().condition(call.settings().reader().read(reason)));
    }

    /**
     * Tells of the end.
     *
     * @param end what the caller gets, null for a success
     */
    static void ended(RetryCall call, Outcome outcome, int attempts, @Nullable Throwable end) {
        call.client()
                .events()
                .tell(() -> new RetryEvent.End(call.settings().client(), call.label(), attempts, outcome, end));
    }

    /** Names what was called, and its client: {@code GitHub.events (client github)}. */
    static String subject(RetryCall call) {
        String client = "client " + call.settings().client();
        return call.label().endsWith(client) ? call.label() : call.label() + " (" + client + ")";
    }

    private static String description(RetryCall call, int attempt, Throwable reason) {
        return attempt == 0
                ? call.label() + " is kept back by the cooldown of client "
                        + call.settings().client()
                : "%s failed with %s, attempt %d of %d"
                        .formatted(
                                subject(call),
                                Text.of(call.settings().reader().read(reason)),
                                attempt,
                                call.settings().maxAttempts());
    }
}
