package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.FailedValueException;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.FailureReader;
import dev.recourse.retry.failure.NamedCondition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of a call.
 *
 * @param client name of the client, {@link #NO_CLIENT} for a call without one
 * @param values of all keys but the delays, none of which is missing
 * @param delays rules as configured; where none of them covers a failure, the built-in ones do
 * @param conditions named ones, in the order in which they are tried
 * @param origins where the value of a key ({@code max-retries}, {@code delays.429}) comes from, if it is not the default
 * @param reader finds what a failure reports
 */
public record Settings(
        String client,
        SettingOverrides values,
        Map<Condition, Rule> delays,
        List<NamedCondition> conditions,
        Map<String, Origin> origins,
        FailureReader reader) {

    /** Stands for the client of a call that names none. */
    public static final String NO_CLIENT = "default";

    /** Settings of which every value is missing: the first level must bring all. */
    public static final Settings NONE =
            new Settings(NO_CLIENT, SettingOverrides.NONE, Map.of(), List.of(), Map.of(), FailureReader.DEFAULT);

    public Settings {
        delays = Map.copyOf(delays);
        conditions = List.copyOf(conditions);
        origins = Map.copyOf(origins);
    }

    /**
     * Returns these settings with what another level changes.
     *
     * @param client name of the client that the level belongs to
     * @throws InvalidSettingException if a value cannot be used
     */
    public Settings with(SettingOverrides overrides, String client, SettingLevel level) {
        SettingChecks checks = level.checks();
        overrides.check(checks);
        Map<Condition, Rule> rules = new HashMap<>(delays);
        Map<String, Origin> changed = new HashMap<>(origins);
        overrides.values().keySet().forEach(key -> note(key, level, changed));
        Map<String, NamedCondition> named = new LinkedHashMap<>();
        overrides.conditions().forEach((name, test) -> {
            named.put(name, checks.named(name, test));
            note("conditions." + name, level, changed);
        });
        conditions.forEach(condition -> named.putIfAbsent(condition.name(), condition));
        overrides.delays().forEach((key, text) -> {
            Condition condition = checks.condition(key, text, named.keySet());
            rules.put(condition, checks.rule(key, text));
            note("delays." + condition, level, changed);
        });
        SettingOverrides merged = overrides.over(values);
        if (merged.handOff() == HandOff.NEVER && (overrides.minDelay() != null || overrides.maxWait() != null)) {
            String key = changed.containsKey("min-delay") && overrides.minDelay() != null ? "min-delay" : "max-wait";
            checks.fits(key, present(merged.minDelay()), present(merged.maxWait()));
        }
        if (merged.handOff() == HandOff.NEVER && overrides.timeout() != null) {
            checks.leavesTime(present(merged.timeout()), present(merged.minDelay()));
        }
        return new Settings(client, merged, rules, List.copyOf(named.values()), changed, reader);
    }

    /** Returns these settings with another reader of failures. */
    public Settings with(FailureReader other) {
        return new Settings(client, values, delays, conditions, origins, other);
    }

    /** Returns these settings with rules for exception types that are given as such, whoever has loaded them. */
    Settings withTypes(Map<Condition, String> types, SettingLevel level) {
        Map<Condition, Rule> rules = new HashMap<>(delays);
        Map<String, Origin> changed = new HashMap<>(origins);
        types.forEach((type, text) -> {
            rules.put(type, level.checks().rule(type.toString(), text));
            note("delays." + type, level, changed);
        });
        return new Settings(client, values, rules, conditions, changed, reader);
    }

    private static void note(String key, SettingLevel level, Map<String, Origin> origins) {
        Origin origin = level.origin().apply(key);
        if (origin != Origin.DEFAULT) {
            origins.put(key, origin);
        }
    }

    /** Returns the number of calls after the first. */
    public int maxRetries() {
        return present(values.maxRetries());
    }

    /** Returns the longest single delay for which the caller is held. */
    public Duration maxWait() {
        return present(values.maxWait());
    }

    /** Returns the time for all calls and waits together. */
    public Duration timeout() {
        return present(values.timeout());
    }

    /** Returns the shortest delay. */
    public Duration minDelay() {
        return present(values.minDelay());
    }

    /** Returns the size in bytes of the largest body that is read for a delay. */
    public long maxBodyBytes() {
        return present(values.maxBody()).toBytes();
    }

    /** Returns the largest random share that is added to a delay, 0 to 1. */
    public double jitterFactor() {
        return present(values.jitterFactor());
    }

    /** Returns when the caller is told to call again later. */
    public HandOff handOff() {
        return present(values.handOff());
    }

    /** Returns whether a call that is handed off is stored, and made again by any node. */
    public Durable durable() {
        return present(values.durable());
    }

    /** Returns these settings for a call that is never held: whatever must wait is handed off. */
    public Settings withoutWaiting() {
        return withHandOff(HandOff.ALWAYS);
    }

    /** Returns these settings with another hand-off, whose origin stays the same. */
    public Settings withHandOff(HandOff other) {
        return new Settings(client, values.withHandOff(other), delays, conditions, origins, reader);
    }

    /** Returns for whom a delay holds that the server requested. */
    public Cooldown cooldown() {
        return present(values.cooldown());
    }

    /** Returns the longest time for which other calls are kept away by one answer. */
    public Duration maxCooldown() {
        return present(values.maxCooldown());
    }

    /** Returns how many retries the client may make for each call made. */
    public double budgetRatio() {
        return present(values.budget().ratio());
    }

    /** Returns how many retries a second the client may always make. */
    public int budgetMinPerSecond() {
        return present(values.budget().minPerSecond());
    }

    /** Returns whether a request is sent again that the server may have processed. */
    public Idempotent idempotent() {
        return present(values.idempotent());
    }

    /** Returns whether all attempts of a call send the same {@code Idempotency-Key}. */
    public boolean idempotencyKey() {
        return present(values.idempotencyKey());
    }

    private static <T> T present(@Nullable T value) {
        return Objects.requireNonNull(value, "No level of the settings has a value");
    }

    /** Scope of a delay that the server requested. */
    public enum Cooldown {
        /** The failed call only. */
        NONE,
        /** All calls of the client in this process. */
        LOCAL,
        /** All calls of the client on all nodes that use the same Redis. */
        REDIS
    }

    /** Whether a call is stored, so that it survives its process. */
    public enum Durable {
        /** It is not. */
        FALSE,
        /** A call that is handed off is. */
        TRUE,
        /** Every call is, before its first attempt. */
        OUTBOX
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

    /** Returns how many attempts a call may make. */
    public int maxAttempts() {
        return maxRetries() == Integer.MAX_VALUE ? Integer.MAX_VALUE : 1 + maxRetries();
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

    /** Returns the values by key ({@code max-retries}), all but the delays. */
    public Map<String, Object> valuesByKey() {
        return values.values();
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
        Condition configured = hasTypes()
                ? failure.condition(delays::containsKey, conditions, maxBodyBytes())
                : failure.reportedCondition(delays::containsKey, conditions, maxBodyBytes());
        return configured != null ? configured : BuiltInRules.condition(failure);
    }

    /** Returns the failure that a value reports, or null if it is a success, or a failure without a rule. */
    public @Nullable RuntimeException failureIn(@Nullable Object value) {
        Failure failure = value == null ? null : reader.readValue(value);
        return failure != null
                        && condition(failure) != null
                        && failure.exception() instanceof FailedValueException failed
                ? failed
                : null;
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
