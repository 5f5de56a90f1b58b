package dev.recourse.retry.actuate;

import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/**
 * A value that holds.
 *
 * @param value in the form in which it is configured
 * @param origin {@code annotation}, {@code client}, {@code global} or {@code default}
 */
public record SettingDescriptor(Object value, String origin) {

    /** Returns the keys, all but the delays, whose values somebody has set, or are not those for all. */
    static Map<String, SettingDescriptor> changed(Settings settings, Settings common) {
        Map<String, SettingDescriptor> changed = new LinkedHashMap<>();
        settings.valuesByKey().forEach((key, value) -> {
            boolean same = value.equals(common.valuesByKey().get(key));
            if (!same || settings.origin(key) != Settings.Origin.DEFAULT) {
                changed.put(key, of(settings, key, shown(value)));
            }
        });
        settings.conditions().forEach(condition -> {
            String key = "conditions." + condition.name();
            changed.put(key, of(settings, key, condition.toString()));
        });
        return changed;
    }

    /** Returns the keys, all but the delays, that nobody has set for all clients. */
    static Map<String, Object> defaults(Settings common) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        common.valuesByKey().forEach((key, value) -> {
            if (common.origin(key) == Settings.Origin.DEFAULT) {
                defaults.put(key, shown(value));
            }
        });
        return defaults;
    }

    /** Numbers and truth values stay what they are in JSON. */
    private static Object shown(Object value) {
        if (value instanceof Duration duration) {
            return Text.of(duration);
        }
        if (value instanceof Enum<?> constant) {
            return Text.of(constant);
        }
        if (value instanceof DataSize size) {
            return Text.of(size);
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
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
}
