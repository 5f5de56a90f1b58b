package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.engine.InvalidSettingException;
import dev.recourse.retry.engine.RetryClients;
import dev.recourse.retry.engine.Settings;
import dev.recourse.retry.engine.SettingsBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns keys into checked settings. */
final class RetryClientsFactory {

    private static final String PREFIX = "recourse.retry.";

    private final RetryProperties properties;
    private final @Nullable ClassLoader classLoader;
    private final Predicate<String> isConfigured;

    /**
     * Creates the factory.
     *
     * @param classLoader finds the classes that conditions name
     * @param isConfigured tells a value of a key for all clients from its default
     */
    RetryClientsFactory(RetryProperties properties, @Nullable ClassLoader classLoader, Predicate<String> isConfigured) {
        this.properties = properties;
        this.classLoader = classLoader;
        this.isConfigured = isConfigured;
    }

    RetryClients create() {
        SettingsBuilder builder =
                new SettingsBuilder(Settings.DEFAULTS, classLoader, PREFIX::concat).origin(Settings.Origin.GLOBAL);
        setIfConfigured("max-retries", properties.maxRetries(), builder::maxRetries);
        setIfConfigured("max-wait", properties.maxWait(), builder::maxWait);
        setIfConfigured("timeout", properties.timeout(), builder::timeout);
        setIfConfigured("min-delay", properties.minDelay(), builder::minDelay);
        setIfConfigured("max-body", properties.maxBody(), builder::maxBody);
        setIfConfigured("jitter-factor", properties.jitterFactor(), builder::jitterFactor);
        setIfConfigured("hand-off", properties.handOff(), builder::handOff);
        setIfConfigured("cooldown", properties.cooldown(), builder::cooldown);
        setIfConfigured("budget.ratio", properties.budget().ratio(), builder::budgetRatio);
        setIfConfigured("budget.min-per-second", properties.budget().minPerSecond(), builder::budgetMinPerSecond);
        setIfConfigured("idempotent", properties.idempotent(), builder::idempotent);
        setIfConfigured("idempotency-key", properties.idempotencyKey(), builder::idempotencyKey);
        setDelays(properties.delays(), builder);
        Settings common = builder.build();
        Map<String, Settings> named = new HashMap<>();
        properties.clients().forEach((name, client) -> named.put(name, create(name, client, common)));
        return new RetryClients(common, named);
    }

    private Settings create(String name, RetryProperties.Client client, Settings common) {
        if (name.equals(Settings.NO_CLIENT)) {
            throw new InvalidSettingException(
                    PREFIX + "clients." + name,
                    name,
                    "Calls that name no client are known by this name.",
                    "Move its keys up to 'recourse.retry', which is for all clients, or choose another name.");
        }
        SettingsBuilder builder = new SettingsBuilder(
                        common, classLoader, key -> PREFIX + "clients." + name + "." + key)
                .client(name)
                .origin(Settings.Origin.CLIENT);
        set(client.maxRetries(), builder::maxRetries);
        set(client.maxWait(), builder::maxWait);
        set(client.timeout(), builder::timeout);
        set(client.minDelay(), builder::minDelay);
        set(client.maxBody(), builder::maxBody);
        set(client.jitterFactor(), builder::jitterFactor);
        set(client.handOff(), builder::handOff);
        set(client.cooldown(), builder::cooldown);
        set(client.budget().ratio(), builder::budgetRatio);
        set(client.budget().minPerSecond(), builder::budgetMinPerSecond);
        set(client.idempotent(), builder::idempotent);
        set(client.idempotencyKey(), builder::idempotencyKey);
        setDelays(client.delays(), builder);
        return builder.build();
    }

    /**
     * The same condition may be there in several spellings, one of them from an environment variable. The sources of
     * properties come in the order of their precedence, so the first is the one to keep.
     */
    private static void setDelays(Map<String, String> delays, SettingsBuilder builder) {
        List<Map.Entry<String, String>> leastFirst = new ArrayList<>(delays.entrySet());
        Collections.reverse(leastFirst);
        leastFirst.forEach(delay -> builder.delay(delay.getKey(), delay.getValue()));
    }

    private <T> void setIfConfigured(String key, T value, Consumer<T> setter) {
        if (isConfigured.test(PREFIX + key)) {
            setter.accept(value);
        }
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
