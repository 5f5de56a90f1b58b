package dev.recourse.retry.execution;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.SettingLevel;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.SettingsBuilder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Strategies of the configured clients, and those built on the spot. */
public final class DefaultRetryStrategies implements RetryStrategies {

    private final ClientSettings clients;
    private final @Nullable ClassLoader classLoader;
    private final RetryClientRegistry registry;
    private final RetryExecutors executors;

    public DefaultRetryStrategies(
            ClientSettings clients,
            @Nullable ClassLoader classLoader,
            RetryClientRegistry registry,
            RetryExecutors executors) {
        this.clients = clients;
        this.classLoader = classLoader;
        this.registry = registry;
        this.executors = executors;
    }

    @Override
    public RetryStrategy named(String client) {
        Settings settings = clients.of(client, "RetryStrategies.named");
        return new DefaultRetryStrategy(settings, registry.of(settings), executors);
    }

    @Override
    public RetryStrategy build(Consumer<RetryStrategy.Rules> rules) {
        SettingsBuilder builder = new SettingsBuilder(
                clients.common(),
                new SettingLevel(key -> Settings.Origin.CODE, key -> "RetryStrategies.build, " + key, classLoader));
        rules.accept(builder);
        Settings settings = builder.build();
        return new DefaultRetryStrategy(settings, registry.unshared(settings), executors);
    }
}
