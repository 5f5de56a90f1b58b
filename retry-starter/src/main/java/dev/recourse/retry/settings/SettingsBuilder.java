package dev.recourse.retry.settings;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.failure.Condition;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Settings in the making: those of the level below, with what one place changes, each value checked. */
public final class SettingsBuilder implements RetryStrategy.Rules {

    private final SettingChecks checks;
    private final Map<Condition, Rule> delays;
    private final Map<String, Settings.Origin> origins;
    private Function<String, Settings.Origin> origin = key -> Settings.Origin.CODE;
    private String client;
    private int maxRetries;
    private Duration maxWait;
    private Duration timeout;
    private Duration minDelay;
    private DataSize maxBody;
    private double jitterFactor;
    private HandOff handOff;
    private Settings.Cooldown cooldown;
    private double budgetRatio;
    private int budgetMinPerSecond;
    private Settings.Idempotent idempotent;
    private boolean idempotencyKey;

    /**
     * Starts from the settings of the level below.
     *
     * @param classLoader finds the classes that conditions name
     * @param names from a key ({@code max-retries}) to what an error message calls it
     */
    public SettingsBuilder(Settings base, @Nullable ClassLoader classLoader, UnaryOperator<String> names) {
        this.checks = new SettingChecks(classLoader, names);
        this.delays = new HashMap<>(base.delays());
        this.origins = new HashMap<>(base.origins());
        this.client = base.client();
        this.maxRetries = base.maxRetries();
        this.maxWait = base.maxWait();
        this.timeout = base.timeout();
        this.minDelay = base.minDelay();
        this.maxBody = base.maxBody();
        this.jitterFactor = base.jitterFactor();
        this.handOff = base.handOff();
        this.cooldown = base.cooldown();
        this.budgetRatio = base.budget().ratio();
        this.budgetMinPerSecond = base.budget().minPerSecond();
        this.idempotent = base.idempotent();
        this.idempotencyKey = base.idempotencyKey();
    }

    /** Says where the values come from that are set from now on. */
    public SettingsBuilder origin(Settings.Origin origin) {
        return origin(key -> origin);
    }

    /** Says the same key by key ({@code max-retries}). */
    public SettingsBuilder origin(Function<String, Settings.Origin> origin) {
        this.origin = origin;
        return this;
    }

    /** Names the client that the settings belong to. */
    public SettingsBuilder client(String client) {
        this.client = client;
        return this;
    }

    @Override
    public SettingsBuilder delay(int status, String rule) {
        return delay(String.valueOf(status), rule);
    }

    @Override
    public SettingsBuilder delay(Class<? extends Throwable> type, String rule) {
        return delay(new Condition.ExceptionType(type), type.getName(), rule);
    }

    @Override
    public SettingsBuilder delay(String condition, String rule) {
        return delay(checks.condition(condition, rule), condition, rule);
    }

    private SettingsBuilder delay(Condition condition, String key, String rule) {
        delays.put(condition, checks.rule(key, rule));
        return from("delays." + condition);
    }

    @Override
    public SettingsBuilder maxRetries(int maxRetries) {
        checks.check(
                maxRetries >= 0, "max-retries", maxRetries, "It must be zero or more.", "Use 0 for no retry at all.");
        this.maxRetries = maxRetries;
        return from("max-retries");
    }

    @Override
    public SettingsBuilder maxWait(Duration maxWait) {
        this.maxWait = checks.notNegative("max-wait", maxWait, "Use 0s to wait for nothing.");
        return from("max-wait");
    }

    @Override
    public SettingsBuilder timeout(Duration timeout) {
        this.timeout = checks.notNegative("timeout", timeout, "Use a duration such as 10m.");
        return from("timeout");
    }

    /** Sets the shortest delay. */
    public SettingsBuilder minDelay(Duration minDelay) {
        this.minDelay = checks.notNegative("min-delay", minDelay, "Use 0s for no lower bound.");
        return from("min-delay");
    }

    /** Sets the largest body that is read for a delay. */
    public SettingsBuilder maxBody(DataSize maxBody) {
        checks.check(!maxBody.isNegative(), "max-body", maxBody, "It must be zero or more.", "Use 0B to read no body.");
        this.maxBody = maxBody;
        return from("max-body");
    }

    /** Sets the largest random share that is added to a delay, 0 to 1. */
    public SettingsBuilder jitterFactor(double jitterFactor) {
        checks.check(
                jitterFactor >= 0 && jitterFactor <= 1,
                "jitter-factor",
                jitterFactor,
                "It must be a number from 0 to 1.",
                "Use 0.1 to add up to 10 %.");
        this.jitterFactor = jitterFactor;
        return from("jitter-factor");
    }

    @Override
    public SettingsBuilder handOff(HandOff handOff) {
        this.handOff = handOff;
        return from("hand-off");
    }

    /** Sets who leaves a server alone that asked for it. */
    public SettingsBuilder cooldown(Settings.Cooldown cooldown) {
        this.cooldown = cooldown;
        return from("cooldown");
    }

    /** Sets the retries for each call made, zero or more. */
    public SettingsBuilder budgetRatio(double ratio) {
        checks.check(
                ratio >= 0 && ratio < Double.POSITIVE_INFINITY,
                "budget.ratio",
                ratio,
                "It must be a number, zero or more.",
                "Use 0.2 for one retry for every five calls.");
        this.budgetRatio = ratio;
        return from("budget.ratio");
    }

    /** Sets the retries a second that are always allowed, zero or more. */
    public SettingsBuilder budgetMinPerSecond(int minPerSecond) {
        checks.check(
                minPerSecond >= 0,
                "budget.min-per-second",
                minPerSecond,
                "It must be zero or more.",
                "Use 10 for ten retries a second, however few calls there are.");
        this.budgetMinPerSecond = minPerSecond;
        return from("budget.min-per-second");
    }

    /** Sets whether a request may be sent again that the server may have processed. */
    public SettingsBuilder idempotent(Settings.Idempotent idempotent) {
        this.idempotent = idempotent;
        return from("idempotent");
    }

    /** Sets whether all attempts of a call send one {@code Idempotency-Key}. */
    public SettingsBuilder idempotencyKey(boolean idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
        return from("idempotency-key");
    }

    /** Returns the settings as they stand now. */
    public Settings build() {
        return new Settings(
                client,
                maxRetries,
                maxWait,
                timeout,
                minDelay,
                maxBody,
                jitterFactor,
                handOff,
                cooldown,
                new Settings.Budget(budgetRatio, budgetMinPerSecond),
                idempotent,
                idempotencyKey,
                delays,
                origins);
    }

    private SettingsBuilder from(String key) {
        Settings.Origin from = origin.apply(key);
        if (from != Settings.Origin.DEFAULT) {
            origins.put(key, from);
        }
        return this;
    }
}
