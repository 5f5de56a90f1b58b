package dev.recourse.retry.engine;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Strategies of the configured clients, and those built on the spot. */
public final class DefaultRetryStrategies implements RetryStrategies {

    private final RetryClients clients;
    private final @Nullable ClassLoader classLoader;
    private final Retries retries;

    public DefaultRetryStrategies(RetryClients clients, @Nullable ClassLoader classLoader, Retries retries) {
        this.clients = clients;
        this.classLoader = classLoader;
        this.retries = retries;
    }

    @Override
    public RetryStrategy named(String client) {
        return new DefaultRetryStrategy(clients.of(client, "RetryStrategies.named"), retries);
    }

    @Override
    public RetryStrategy build(Consumer<RetryStrategy.Rules> rules) {
        SettingsBuilder builder =
                new SettingsBuilder(clients.common(), classLoader, key -> "RetryStrategies.build, " + key);
        rules.accept(builder);
        return new DefaultRetryStrategy(builder.build(), retries);
    }
}
