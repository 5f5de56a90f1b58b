package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.failure.Condition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Collects what code or an annotation changes in the settings of a client. */
public final class SettingsBuilder implements RetryStrategy.Rules {

    private final Settings base;
    private final SettingLevel level;
    private final Map<String, String> delays = new LinkedHashMap<>();
    private final Map<String, ConditionOverrides> conditions = new LinkedHashMap<>();
    private final Map<Condition, String> types = new LinkedHashMap<>();
    private String client;
    private @Nullable Integer maxRetries;
    private @Nullable Duration maxWait;
    private @Nullable Duration timeout;
    private @Nullable Duration minDelay;
    private @Nullable DataSize maxBody;
    private @Nullable Double jitterFactor;
    private @Nullable HandOff handOff;
    private Settings.@Nullable Durable durable;
    private Settings.@Nullable Cooldown cooldown;
    private @Nullable Duration maxCooldown;
    private @Nullable Double budgetRatio;
    private @Nullable Integer budgetMinPerSecond;
    private Settings.@Nullable Idempotent idempotent;
    private @Nullable Boolean idempotencyKey;

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
        this.maxRetries = maxRetries;
        return this;
    }

    @Override
    public SettingsBuilder maxWait(Duration maxWait) {
        this.maxWait = maxWait;
        return this;
    }

    @Override
    public SettingsBuilder timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    public SettingsBuilder minDelay(Duration minDelay) {
        this.minDelay = minDelay;
        return this;
    }

    public SettingsBuilder maxBody(DataSize maxBody) {
        this.maxBody = maxBody;
        return this;
    }

    public SettingsBuilder jitterFactor(double jitterFactor) {
        this.jitterFactor = jitterFactor;
        return this;
    }

    @Override
    public SettingsBuilder handOff(HandOff handOff) {
        this.handOff = handOff;
        return this;
    }

    public SettingsBuilder durable(Settings.Durable durable) {
        this.durable = durable;
        return this;
    }

    public SettingsBuilder cooldown(Settings.Cooldown cooldown) {
        this.cooldown = cooldown;
        return this;
    }

    public SettingsBuilder maxCooldown(Duration maxCooldown) {
        this.maxCooldown = maxCooldown;
        return this;
    }

    public SettingsBuilder budgetRatio(double ratio) {
        this.budgetRatio = ratio;
        return this;
    }

    public SettingsBuilder budgetMinPerSecond(int minPerSecond) {
        this.budgetMinPerSecond = minPerSecond;
        return this;
    }

    public SettingsBuilder idempotent(Settings.Idempotent idempotent) {
        this.idempotent = idempotent;
        return this;
    }

    public SettingsBuilder idempotencyKey(boolean idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
        return this;
    }

    /**
     * Returns the settings as they stand now.
     *
     * @throws InvalidSettingException if a value cannot be used
     */
    public Settings build() {
        SettingOverrides overrides = new SettingOverrides(
                maxRetries,
                maxWait,
                timeout,
                minDelay,
                maxBody,
                jitterFactor,
                handOff,
                durable,
                cooldown,
                maxCooldown,
                new SettingOverrides.Budget(budgetRatio, budgetMinPerSecond),
                idempotent,
                idempotencyKey,
                delays,
                conditions);
        return base.with(overrides, client, level).withTypes(types, level);
    }
}
