package dev.recourse.retry.client;

import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps one {@link RetryClient} for each client. Calls that name none share one with the other methods of their bean class. */
public final class RetryClientRegistry {

    private final Map<Object, RetryClient> states = new ConcurrentHashMap<>();
    private final RetryEnvironment environment;
    private final RetryEventDispatcher events;

    public RetryClientRegistry(RetryEnvironment environment, RetryEventDispatcher events) {
        this.environment = environment;
        this.events = events;
    }

    /**
     * Returns the state of the client that settings belong to.
     *
     * @param beanType whose methods share a state if the settings name no client
     */
    public RetryClient of(Settings settings, Class<?> beanType) {
        return settings.client().equals(Settings.NO_CLIENT) ? state(beanType, settings) : of(settings);
    }

    /** Returns the state of a named client. */
    public RetryClient of(Settings settings) {
        return state(settings.client(), settings);
    }

    /** Returns a state that is shared with nobody, and not kept here. */
    public RetryClient unshared(Settings settings) {
        return new RetryClient(settings, environment, events);
    }

    /** Returns the cooldowns of now. */
    public List<ActiveCooldown> cooldowns() {
        return states.values().stream().flatMap(RetryClientRegistry::cooldown).toList();
    }

    /** Lifts the cooldown of a client; returns whether there was one. */
    public boolean lift(String client) {
        return states.values().stream()
                        .filter(state -> state.client().equals(client))
                        .filter(RetryClient::lift)
                        .count()
                > 0;
    }

    /** Returns what is left of the budgets of the clients that were called. */
    public List<BudgetLeft> budgets() {
        return states.values().stream()
                .map(state -> new BudgetLeft(state.client(), state.retriesLeft()))
                .toList();
    }

    private RetryClient state(Object key, Settings settings) {
        return states.computeIfAbsent(key, absent -> unshared(settings));
    }

    private static Stream<ActiveCooldown> cooldown(RetryClient state) {
        Cooldown.@Nullable Period period = state.cooldown();
        return period == null
                ? Stream.empty()
                : Stream.of(new ActiveCooldown(state.client(), period.until(), period.failure()));
    }

    /**
     * What is left of a budget.
     *
     * @param client name of the client, {@link Settings#NO_CLIENT} for that of a bean whose calls name none
     * @param retries that may be made now
     */
    public record BudgetLeft(String client, int retries) {}

    /**
     * A cooldown of now.
     *
     * @param client name of the client, {@link Settings#NO_CLIENT} for that of a bean whose calls name none
     * @param until when calls may be made again
     * @param failure in which the server asked for it
     */
    public record ActiveCooldown(String client, Instant until, Throwable failure) {}
}
