package dev.recourse.retry.engine;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Strategies of the configured clients, and those built on the spot. */
public final class DefaultRetryStrategies implements RetryStrategies {

    private final RetryClients clients;
    private final @Nullable ClassLoader classLoader;
    private final ClientStates states;
    private final Retries retries;

    public DefaultRetryStrategies(
            RetryClients clients, @Nullable ClassLoader classLoader, ClientStates states, Retries retries) {
        this.clients = clients;
        this.classLoader = classLoader;
        this.states = states;
        this.retries = retries;
    }

    @Override
    public RetryStrategy named(String client) {
        Settings settings = clients.of(client, "RetryStrategies.named");
        return new DefaultRetryStrategy(settings, states.of(settings), retries);
    }

    @Override
    public RetryStrategy build(Consumer<RetryStrategy.Rules> rules) {
        SettingsBuilder builder =
                new SettingsBuilder(clients.common(), classLoader, key -> "RetryStrategies.build, " + key);
        rules.accept(builder);
        Settings settings = builder.build();
        return new DefaultRetryStrategy(settings, states.unshared(settings), retries);
    }
}
