package dev.recourse.retry.engine;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.failure.Failure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** What the log and the listeners are told about one call. */
final class CallReport {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    /** Stands for the condition and the source of a wait in a cooldown. */
    private static final String COOLDOWN = "cooldown";

    private final String label;
    private final Settings settings;
    private final ClientState state;
    private @Nullable Failure failure;
    private int attempt;

    CallReport(String label, Settings settings, ClientState state) {
        this.label = label;
        this.settings = settings;
        this.state = state;
    }

    String label() {
        return label;
    }

    int maxAttempts() {
        return settings.maxRetries() == Integer.MAX_VALUE ? Integer.MAX_VALUE : 1 + settings.maxRetries();
    }

    /** Takes note of the failure that what follows is about. */
    void failed(Failure failure, int attempt) {
        this.failure = failure;
        this.attempt = attempt;
    }

    /** Tells of a decision not to wait. */
    void decided(Decision decision) {
        if (decision instanceof Decision.GiveUp giveUp) {
            if (isToBeWarnedOf(giveUp)) {
                log.warn(description() + ", the last: " + giveUp.reason());
            } else if (log.isDebugEnabled()) {
                log.debug(description() + ", the last: " + giveUp.reason());
            }
        } else if (decision instanceof Decision.HandOff handOff && log.isDebugEnabled()) {
            log.debug(description() + ", handed off for " + Text.of(handOff.delay()) + ", " + handOff.explanation());
        }
    }

    /** Warns of what other settings would help against, but not in every call of a storm. */
    private boolean isToBeWarnedOf(Decision.GiveUp giveUp) {
        return switch (giveUp.outcome()) {
                    case NO_BUDGET, NO_TIME -> true;
                    default -> giveUp.reason().equals(Decision.GiveUp.MAY_BE_PROCESSED);
                }
                && state.warnings().isDue(label, giveUp.outcome());
    }

    /**
     * Tells of a wait as it begins.
     *
     * @param reason what is waited for
     */
    void waiting(Decision.Wait wait, Throwable reason) {
        if (log.isInfoEnabled()) {
            String jitter = wait.jitter().isZero() ? "" : " (plus a jitter of " + Text.of(wait.jitter()) + ")";
            log.info(description() + ", next in " + Text.of(wait.delay()) + ", " + wait.explanation() + jitter);
        }
        state.events()
                .tell(() -> new RetryEvent.Wait(
                        settings.client(),
                        label,
                        attempt,
                        maxAttempts(),
                        wait.total(),
                        wait.condition() == null ? COOLDOWN : wait.condition().toString(),
                        wait.source() == null ? COOLDOWN : wait.source().toString(),
                        wait.explanation(),
                        reason));
    }

    /**
     * Tells of the end.
     *
     * @param end what the caller gets, null for a success
     */
    void ended(Outcome outcome, int attempts, @Nullable Throwable end) {
        state.events().tell(() -> new RetryEvent.End(settings.client(), label, attempts, outcome, end));
    }

    private String description() {
        return failure == null
                ? label + " is kept back by the cooldown of client " + settings.client()
                : "%s failed with %s, attempt %d of %d".formatted(label, Text.of(failure), attempt, maxAttempts());
    }
}
