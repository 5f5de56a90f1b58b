package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.settings.Settings.Cooldown;
import dev.recourse.retry.settings.Settings.Durable;
import dev.recourse.retry.settings.Settings.Idempotent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The settings that one place changes: the keys of a client, an annotation, or code. Null stands for no change.
 *
 * @param maxRetries Number of calls after the first.
 * @param maxWait Longest single delay for which a caller is held. If no unit is given, seconds are used.
 * @param timeout Time for all calls and waits together. If no unit is given, seconds are used.
 * @param minDelay Shortest delay before a retry. If no unit is given, seconds are used.
 * @param maxBody Largest response body that is read for a delay.
 * @param jitterFactor Largest random share that is added to a delay, from 0 to 1.
 * @param handOff When a failed call raises a RetryLaterException instead of waiting: `never`, `beyond-max-wait`
 *     for a delay over max-wait, `always` for each failure that a rule covers.
 * @param durable Whether a call that is handed off is stored and made again by any node: `true`, or `outbox` to store each
 *     call before its first attempt.
 * @param cooldown Scope of a delay that the server requested: `none` for the failed call only, `local` for all calls of
 *     the client in this process, `redis` for those on all nodes.
 * @param maxCooldown Longest time for which other calls are kept away by one answer. If no unit is given, seconds are used.
 * @param budget Retries that all calls of a client may make.
 * @param idempotent Whether a request is sent again that the server may have processed: `auto` unless a POST or
 *     PATCH was sent, `true` always, `false` never.
 * @param idempotencyKey Whether all attempts of a call send the same Idempotency-Key header.
 * @param delays Rules by condition, as in `429: server, 60s`. A condition is a status (429), a class of statuses
 *     (5xx), connect-timeout, read-timeout, timeout, connection, a name below conditions or the full name of an
 *     exception class. Statuses 429, 503 and 409 and timeout have built-in rules.
 * @param conditions Tests of the response by the name of the condition that they define, as in `throttled:
 *     {status: 400, header: x-amzn-ErrorType, matches: ThrottlingException}`.
 */
public record SettingOverrides(
        @Nullable Integer maxRetries,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxWait,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration timeout,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration minDelay,
        @Nullable DataSize maxBody,
        @Nullable Double jitterFactor,
        @Nullable HandOff handOff,
        @Nullable Durable durable,
        @Nullable Cooldown cooldown,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration maxCooldown,
        @DefaultValue Budget budget,
        @Nullable Idempotent idempotent,
        @Nullable Boolean idempotencyKey,
        @DefaultValue Map<String, String> delays,
        @DefaultValue Map<String, ConditionOverrides> conditions) {

    /** Names of the keys. */
    static final Set<String> KEYS = KeyValues.names(SettingOverrides.class);

    /** Changes nothing. */
    static final SettingOverrides NONE = of(Map.of(), Map.of(), Map.of());

    /**
     * The budget of a client.
     *
     * @param ratio Retries for each call made, as in 0.2 for one retry for every five calls.
     * @param minPerSecond Retries a second that are always allowed.
     */
    public record Budget(@Nullable Double ratio, @Nullable Integer minPerSecond) {}

    /** Refuses values that cannot be used. */
    void check(SettingChecks checks) {
        checks.notNegative("max-retries", maxRetries, "Use 0 for no retry at all.");
        checks.notNegative("max-wait", maxWait, "Use 0s to wait for nothing.");
        checks.notNegative("timeout", timeout, "Use a duration such as 10m.");
        checks.notNegative("min-delay", minDelay, "Use 0s for no lower bound.");
        checks.isDelay("min-delay", minDelay);
        checks.notNegative("max-body", maxBody, "Use 0B to read no body.");
        checks.share("jitter-factor", jitterFactor, "Use 0.1 to add up to 10 %.");
        checks.notNegative("max-cooldown", maxCooldown, "Use 0s to keep no other call away.");
        checks.notNegative("budget.ratio", budget.ratio, "Use 0.2 for one retry for every five calls.");
        checks.notNegative(
                "budget.min-per-second",
                budget.minPerSecond,
                "Use 10 for ten retries a second, however few calls there are.");
    }

    /** Returns the settings with these values by key ({@code max-retries}); other keys are left out. */
    public static SettingOverrides of(
            Map<String, ?> values, Map<String, String> delays, Map<String, ConditionOverrides> conditions) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("delays", delays);
        all.put("conditions", conditions);
        return KeyValues.record(SettingOverrides.class, all);
    }

    /** Returns the values that hold where these settings lie over others. */
    SettingOverrides over(SettingOverrides below) {
        Map<String, Object> values = below.values();
        values.putAll(values());
        return of(values, Map.of(), Map.of());
    }

    /** Returns these settings with other delays. */
    public SettingOverrides withDelays(Map<String, String> other) {
        return of(values(), other, conditions);
    }

    /** Returns these settings with another hand-off. */
    SettingOverrides withHandOff(HandOff other) {
        Map<String, Object> values = values();
        values.put("hand-off", other);
        return of(values, delays, conditions);
    }

    /** Returns the values that are set, by key ({@code max-retries}); all but delays and conditions. */
    Map<String, Object> values() {
        return KeyValues.of(this);
    }
}
