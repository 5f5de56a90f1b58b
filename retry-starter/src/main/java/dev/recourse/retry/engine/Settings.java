package dev.recourse.retry.engine;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        Map<Condition, Rule> delays) {

    /** Stands for the client of a call that names none. */
    public static final String NO_CLIENT = "default";

    private static final Map<Condition, Rule> BUILT_IN = Map.of(
            condition("429"), Rule.parse("server, 60s"),
            condition("503"), Rule.parse("server, exponential(1s, 30s)"),
            condition("409"), Rule.parse("exponential(1s, 30s)"),
            condition("timeout"), Rule.parse("exponential(1s, 2m)"));

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
            Map.of());

    public Settings {
        delays = Map.copyOf(delays);
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
        /** Unless the method is known to send a POST or PATCH. */
        AUTO,
        /** Always. */
        TRUE,
        /** Never. */
        FALSE
    }

    /** Returns the condition whose rule holds for a failure, or null if it is not retried. */
    @Nullable
    Condition condition(Failure failure) {
        List<Condition> conditions = failure.conditions();
        Condition configured = first(conditions, delays);
        return configured != null ? configured : first(conditions, BUILT_IN);
    }

    /** Returns the rule for a condition that has one. */
    Rule rule(Condition condition) {
        Rule configured = delays.get(condition);
        return configured != null ? configured : Objects.requireNonNull(BUILT_IN.get(condition));
    }

    private static @Nullable Condition first(List<Condition> conditions, Map<Condition, Rule> rules) {
        for (Condition condition : conditions) {
            if (rules.containsKey(condition)) {
                return condition;
            }
        }
        return null;
    }

    private static Condition condition(String key) {
        return Condition.parse(key, Settings.class.getClassLoader());
    }
}
