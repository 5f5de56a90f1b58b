package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.failure.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.util.unit.DataSize;

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

    public SettingsBuilder client(String client) {
        this.client = client;
        return this;
    }

    @Override
    public SettingsBuilder name(String name) {
        return client(name);
    }

    @Override
    public SettingsBuilder delay(int status, String rule) {
        return delay(String.valueOf(status), rule);
    }

    @Override
    public SettingsBuilder delay(Class<? extends Throwable> type, String rule) {
        types.put(new Condition.ExceptionType(type), rule);
        return this;
    }

    @Override
    public SettingsBuilder delay(String condition, String rule) {
        delays.remove(condition);
        delays.put(condition, rule);
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

    public SettingsBuilder minDelay(Duration minDelay) {
        return set("min-delay", minDelay);
    }

    public SettingsBuilder maxBody(DataSize maxBody) {
        return set("max-body", maxBody);
    }

    public SettingsBuilder jitterFactor(double jitterFactor) {
        return set("jitter-factor", jitterFactor);
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

    public SettingsBuilder maxCooldown(Duration maxCooldown) {
        return set("max-cooldown", maxCooldown);
    }

    public SettingsBuilder budgetRatio(double ratio) {
        return set("budget.ratio", ratio);
    }

    public SettingsBuilder budgetMinPerSecond(int minPerSecond) {
        return set("budget.min-per-second", minPerSecond);
    }

    public SettingsBuilder idempotent(Settings.Idempotent idempotent) {
        return set("idempotent", idempotent);
    }

    public SettingsBuilder idempotencyKey(boolean idempotencyKey) {
        return set("idempotency-key", idempotencyKey);
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

    private SettingsBuilder set(String key, Object value) {
        values.put(key, value);
        return this;
    }
}
