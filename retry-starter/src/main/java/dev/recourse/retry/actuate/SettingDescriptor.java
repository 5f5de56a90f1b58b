package dev.recourse.retry.actuate;

import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.settings.Settings;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value that holds.
 *
 * @param value in the form in which it is configured
 * @param origin {@code annotation}, {@code client}, {@code global} or {@code default}
 */
public record SettingDescriptor(Object value, String origin) {

    /** Returns all keys but the delays. */
    static Map<String, SettingDescriptor> all(Settings settings) {
        Map<String, SettingDescriptor> all = new LinkedHashMap<>();
        put(all, settings, "max-retries", settings.maxRetries());
        put(all, settings, "max-wait", Text.of(settings.maxWait()));
        put(all, settings, "timeout", Text.of(settings.timeout()));
        put(all, settings, "min-delay", Text.of(settings.minDelay()));
        put(all, settings, "max-body", settings.maxBody().toString());
        put(all, settings, "jitter-factor", settings.jitterFactor());
        put(all, settings, "hand-off", Text.of(settings.handOff()));
        put(all, settings, "cooldown", Text.of(settings.cooldown()));
        put(all, settings, "budget.ratio", settings.budget().ratio());
        put(all, settings, "budget.min-per-second", settings.budget().minPerSecond());
        put(all, settings, "idempotent", Text.of(settings.idempotent()));
        put(all, settings, "idempotency-key", settings.idempotencyKey());
        return all;
    }

    /** Returns the rules by condition: those that are configured, then what the built-in ones still cover. */
    static Map<String, SettingDescriptor> delays(Settings settings) {
        Map<String, SettingDescriptor> delays = new LinkedHashMap<>();
        settings.effectiveDelays().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Condition, Rule> delay) ->
                                !settings.delays().containsKey(delay.getKey()))
                        .thenComparing(delay -> delay.getKey().toString()))
                .forEach(delay -> put(delays, settings, delay.getKey(), delay.getValue()));
        return delays;
    }

    private static void put(Map<String, SettingDescriptor> delays, Settings settings, Condition condition, Rule rule) {
        delays.put(condition.toString(), of(settings, condition, rule));
    }

    static SettingDescriptor of(Settings settings, Condition condition, Rule rule) {
        return of(settings, "delays." + condition, rule.toString());
    }

    private static SettingDescriptor of(Settings settings, String key, Object value) {
        return new SettingDescriptor(value, Text.of(settings.origin(key)));
    }

    private static void put(Map<String, SettingDescriptor> all, Settings settings, String key, Object value) {
        all.put(key, of(settings, key, value));
    }
}
