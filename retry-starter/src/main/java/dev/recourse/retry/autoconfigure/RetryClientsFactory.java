package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.SettingsBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** Turns keys into checked settings. */
final class RetryClientsFactory {

    private static final String PREFIX = "recourse.retry.";

    private final RetryProperties properties;
    private final @Nullable ClassLoader classLoader;
    private final Binder binder;

    /**
     * Creates the factory.
     *
     * @param classLoader finds the classes that conditions name
     * @param binder knows the keys that are configured
     */
    RetryClientsFactory(RetryProperties properties, @Nullable ClassLoader classLoader, Binder binder) {
        this.properties = properties;
        this.classLoader = classLoader;
        this.binder = binder;
    }

    ClientSettings create() {
        SettingsBuilder builder = new SettingsBuilder(Settings.DEFAULTS, classLoader, PREFIX::concat)
                .origin(this::originOfKeyForAll)
                .maxRetries(properties.maxRetries())
                .maxWait(properties.maxWait())
                .timeout(properties.timeout())
                .minDelay(properties.minDelay())
                .maxBody(properties.maxBody())
                .jitterFactor(properties.jitterFactor())
                .handOff(properties.handOff())
                .cooldown(properties.cooldown())
                .budgetRatio(properties.budget().ratio())
                .budgetMinPerSecond(properties.budget().minPerSecond())
                .idempotent(properties.idempotent())
                .idempotencyKey(properties.idempotencyKey())
                .origin(Settings.Origin.GLOBAL);
        setDelays(properties.delays(), builder);
        Settings common = builder.build();
        Map<String, Settings> named = new HashMap<>();
        properties.clients().forEach((name, client) -> named.put(name, create(name, client, common)));
        return new ClientSettings(common, named);
    }

    /** A value that is there may be that of the file, or the default of the key. */
    private Settings.Origin originOfKeyForAll(String key) {
        return binder.bind(PREFIX + key, Bindable.of(Object.class)).isBound()
                ? Settings.Origin.GLOBAL
                : Settings.Origin.DEFAULT;
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

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
