package dev.recourse.retry.execution;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.SettingLevel;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.SettingsBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Strategies of the configured clients, and those built on the spot. */
public final class DefaultRetryStrategies implements RetryStrategies {

    private static final String PLACE = "RetryStrategies.build, ";

    /** Names are tags of meters, of which there must not be one for each request. */
    private static final int MOST_NUMBERED = 100;

    private final AtomicInteger number = new AtomicInteger();

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
                clients.common(), new SettingLevel(key -> Settings.Origin.CODE, PLACE::concat, classLoader));
        rules.accept(builder);
        Settings settings = builder.build();
        if (settings.client().equals(Settings.NO_CLIENT)) {
            settings = numbered(builder, settings);
        } else {
            check(settings.client());
        }
        return new DefaultRetryStrategy(settings, registry.built(settings), executors);
    }

    /** Numbers differ from node to node, so the cooldown of such a strategy is not shared with other nodes. */
    private Settings numbered(SettingsBuilder builder, Settings settings) {
        if (settings.cooldown() == Settings.Cooldown.REDIS) {
            builder.cooldown(Settings.Cooldown.LOCAL);
        }
        return builder.name(nextName()).build();
    }

    private String nextName() {
        int next = number.updateAndGet(last -> Math.min(last + 1, MOST_NUMBERED + 1));
        return next > MOST_NUMBERED ? "strategy" : "strategy-" + next;
    }

    private void check(String name) {
        if (name.isBlank() || clients.named().containsKey(name)) {
            throw new InvalidSettingException(
                    PLACE + "name",
                    name,
                    name.isBlank() ? "it is blank" : "a client of this name is configured",
                    name.isBlank()
                            ? "Name what is called."
                            : "Use RetryStrategies.named(\"" + name + "\"), or another name.");
        }
    }
}
