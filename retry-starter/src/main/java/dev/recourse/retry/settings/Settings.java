package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * The effective settings of a call.
 *
 * @param client name of the client, {@link #NO_CLIENT} for a call without one
 * @param maxRetries calls after the first
 * @param maxWait longest single delay for which the caller is held
 * @param timeout time for all calls and waits together
 * @param minDelay shortest delay
 * @param maxBody largest body that is read for a delay
 * @param jitterFactor largest random share that is added to a delay
 * @param handOff when the caller is told to call again later
 * @param cooldown who leaves a server alone that asked for it
 * @param budget how many retries all calls of the client may make
 * @param idempotent whether a request may be sent again that the server may have processed
 * @param idempotencyKey whether all attempts of a call send one {@code Idempotency-Key}
 * @param delays rules as configured; where none of them covers a failure, the built-in ones do
 * @param origins where the value of a key ({@code max-retries}, {@code delays.429}) comes from, if it is not the default
 */
public record Settings(
        String client,
        int maxRetries,
        Duration maxWait,
        Duration timeout,
        Duration minDelay,
        DataSize maxBody,
        double jitterFactor,
        HandOff handOff,
        Cooldown cooldown,
        Budget budget,
        Idempotent idempotent,
        boolean idempotencyKey,
        Map<Condition, Rule> delays,
        Map<String, Origin> origins) {

    /** Stands for the client of a call that names none. */
    public static final String NO_CLIENT = "default";

    /** What holds where nothing is configured. */
    public static final Settings DEFAULTS = new Settings(
            NO_CLIENT,
            3,
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMillis(100),
            DataSize.ofKilobytes(64),
            0.1,
            HandOff.NEVER,
            Cooldown.LOCAL,
            new Budget(0.2, 10),
            Idempotent.AUTO,
            false,
            Map.of(),
            Map.of());

    public Settings {
        delays = Map.copyOf(delays);
        origins = Map.copyOf(origins);
    }

    /**
     * How many retries a client may make.
     *
     * @param ratio retries for each call made
     * @param minPerSecond retries a second that are always allowed
     */
    public record Budget(double ratio, int minPerSecond) {}

    /** Who leaves a server alone that asked for it. */
    public enum Cooldown {
        /** Nobody but the call that was told. */
        NONE,
        /** Every caller of the client in this application. */
        LOCAL
    }

    /** Whether a request may be sent again that the server may have processed. */
    public enum Idempotent {
        /** Unless a POST or PATCH was sent. */
        AUTO,
        /** Always. */
        TRUE,
        /** Never. */
        FALSE
    }

    /** Where a setting comes from. */
    public enum Origin {
        /** An attribute of the annotation. */
        ANNOTATION,
        /** A call of {@link dev.recourse.retry.RetryStrategies#build}. */
        CODE,
        /** A key of the client. */
        CLIENT,
        /** A key for all clients. */
        GLOBAL,
        /** Nothing is configured. */
        DEFAULT
    }

    /** Returns where the value of a key comes from. */
    public Origin origin(String key) {
        return origins.getOrDefault(key, Origin.DEFAULT);
    }

    /** Returns the rules as configured, and those of the built-in ones of which these leave something. */
    public Map<Condition, Rule> effectiveDelays() {
        Map<Condition, Rule> effective = new HashMap<>(delays);
        for (Failure specimen : BuiltInRules.SPECIMENS) {
            Condition condition = condition(specimen);
            if (condition != null) {
                effective.put(condition, rule(condition));
            }
        }
        return effective;
    }

    /** Returns the condition whose rule holds for a failure, or null if it is not retried. */
    public @Nullable Condition condition(Failure failure) {
        Condition configured =
                hasTypes() ? failure.condition(delays::containsKey) : failure.reportedCondition(delays::containsKey);
        return configured != null ? configured : BuiltInRules.condition(failure);
    }

    private boolean hasTypes() {
        for (Condition condition : delays.keySet()) {
            if (condition instanceof Condition.ExceptionType) {
                return true;
            }
        }
        return false;
    }

    /** Returns the rule for a condition that has one. */
    public Rule rule(Condition condition) {
        Rule configured = delays.get(condition);
        return configured != null ? configured : BuiltInRules.rule(condition);
    }
}
