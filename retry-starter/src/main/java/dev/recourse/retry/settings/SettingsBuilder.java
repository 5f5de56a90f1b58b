package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.failure.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Collects what code or an annotation changes in the settings of a client. */
public final class SettingsBuilder implements RetryStrategy.Rules {

    private final Settings base;
    private final SettingLevel level;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> delays = new LinkedHashMap<>();
    private final Map<String, ConditionOverrides> conditions = new LinkedHashMap<>();
    private final Map<Condition, String> types = new LinkedHashMap<>();
    private String client;

    public SettingsBuilder(Settings base, SettingLevel level) {
        this.base = base;
        this.level = level;
        this.client = base.client();
    }

    @Override
    public SettingsBuilder name(String name) {
        client = Objects.requireNonNull(name, "name");
        return this;
    }

    @Override
    public SettingsBuilder delay(int status, String rule) {
        return delay(String.valueOf(status), rule);
    }

    @Override
    public SettingsBuilder delay(Class<? extends Throwable> type, String rule) {
        types.put(
                new Condition.ExceptionType(Objects.requireNonNull(type, "type")),
                Objects.requireNonNull(rule, "rule"));
        return this;
    }

    @Override
    public SettingsBuilder delay(String condition, String rule) {
        delays.remove(Objects.requireNonNull(condition, "condition"));
        delays.put(condition, Objects.requireNonNull(rule, "rule"));
        return this;
    }

    @Override
    public SettingsBuilder condition(String name, Consumer<RetryStrategy.ResponseTest> test) {
        ConditionOverrides.Builder builder = new ConditionOverrides.Builder();
        test.accept(builder);
        conditions.put(name, builder.build());
        return this;
    }

    @Override
    public SettingsBuilder maxRetries(int maxRetries) {
        return set("max-retries", maxRetries);
    }

    @Override
    public SettingsBuilder maxWait(Duration maxWait) {
        return set("max-wait", maxWait);
    }

    @Override
    public SettingsBuilder timeout(Duration timeout) {
        return set("timeout", timeout);
    }

    @Override
    public SettingsBuilder handOff(HandOff handOff) {
        return set("hand-off", handOff);
    }

    public SettingsBuilder durable(Settings.Durable durable) {
        return set("durable", durable);
    }

    public SettingsBuilder cooldown(Settings.Cooldown cooldown) {
        return set("cooldown", cooldown);
    }

    public SettingsBuilder idempotent(Settings.Idempotent idempotent) {
        return set("idempotent", idempotent);
    }

    /** Sets the value of a key, which has the type of its component in {@link SettingOverrides}. */
    public SettingsBuilder set(String key, Object value) {
        values.put(key, Objects.requireNonNull(value, key));
        return this;
    }

    /**
     * Returns the settings as they stand now.
     *
     * @throws InvalidSettingException if a value cannot be used
     */
    public Settings build() {
        return base.with(SettingOverrides.of(values, delays, conditions), client, level)
                .withTypes(types, level);
    }
}
