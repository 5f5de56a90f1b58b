package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.engine.RetryClients;
import dev.recourse.retry.engine.Settings;
import dev.recourse.retry.engine.SettingsBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns keys into checked settings. */
final class RetryClientsFactory {

    private static final String PREFIX = "recourse.retry.";

    private final RetryProperties properties;
    private final @Nullable ClassLoader classLoader;

    RetryClientsFactory(RetryProperties properties, @Nullable ClassLoader classLoader) {
        this.properties = properties;
        this.classLoader = classLoader;
    }

    RetryClients create() {
        SettingsBuilder builder = new SettingsBuilder(Settings.DEFAULTS, classLoader, PREFIX::concat);
        builder.maxRetries(properties.maxRetries())
                .maxWait(properties.maxWait())
                .timeout(properties.timeout())
                .minDelay(properties.minDelay())
                .maxBody(properties.maxBody())
                .jitterFactor(properties.jitterFactor())
                .handOff(properties.handOff());
        properties.delays().forEach(builder::delay);
        Settings common = builder.build();
        Map<String, Settings> named = new HashMap<>();
        properties.clients().forEach((name, client) -> named.put(name, create(name, client, common)));
        return new RetryClients(common, named);
    }

    private Settings create(String name, RetryProperties.Client client, Settings common) {
        SettingsBuilder builder =
                new SettingsBuilder(common, classLoader, key -> PREFIX + "clients." + name + "." + key).client(name);
        set(client.maxRetries(), builder::maxRetries);
        set(client.maxWait(), builder::maxWait);
        set(client.timeout(), builder::timeout);
        set(client.minDelay(), builder::minDelay);
        set(client.maxBody(), builder::maxBody);
        set(client.jitterFactor(), builder::jitterFactor);
        set(client.handOff(), builder::handOff);
        client.delays().forEach(builder::delay);
        return builder.build();
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
