package dev.recourse.retry.client;

import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps one {@link RetryClient} for each client. Calls that name none share one with the other methods of their bean. */
public final class RetryClientRegistry {

    private final Map<Object, RetryClient> clients = new ConcurrentHashMap<>();

    /** Of strategies built on the spot: each is kept as long as somebody has the strategy. */
    private final Set<RetryClient> built = Collections.newSetFromMap(new WeakHashMap<>());

    private final RetryEnvironment environment;
    private final RetryEventDispatcher events;
    private final @Nullable CooldownStore store;

    public RetryClientRegistry(RetryEnvironment environment, RetryEventDispatcher events) {
        this(environment, events, null);
    }

    /**
     * Creates the registry.
     *
     * @param store tells other nodes of cooldowns that are to be shared, or null
     */
    public RetryClientRegistry(
            RetryEnvironment environment, RetryEventDispatcher events, @Nullable CooldownStore store) {
        this.environment = environment;
        this.events = events;
        this.store = store;
    }

    /** Returns whether nodes can tell each other of their cooldowns, null where none is shared. */
    public CooldownStore.@Nullable Health storeHealth() {
        return store == null ? null : store.health();
    }

    /**
     * Returns the client that settings belong to.
     *
     * @param bean tells apart the beans whose methods share a client if the settings name no client; its text is the same
     *     on all nodes
     */
    public RetryClient of(Settings settings, Object bean) {
        return settings.client().equals(Settings.NO_CLIENT)
                ? client(bean, settings, SharedNames.ofBean(settings.client(), bean.toString()))
                : of(settings);
    }

    /** Returns a named client. */
    public RetryClient of(Settings settings) {
        return client(settings.client(), settings, SharedNames.of(settings.client()));
    }

    /** Returns the client of a strategy that is built on the spot, which it shares with no other. */
    public RetryClient built(Settings settings) {
        RetryClient client = create(settings, SharedNames.of(settings.client()));
        synchronized (built) {
            built.add(client);
        }
        return client;
    }

    /** Returns who is told of what happens to the clients. */
    public RetryEventDispatcher events() {
        return events;
    }

    private RetryClient create(Settings settings, String sharedName) {
        return new RetryClient(settings, environment, events, null, store, sharedName);
    }

    private List<RetryClient> all() {
        List<RetryClient> all = new ArrayList<>(clients.values());
        synchronized (built) {
            all.addAll(built);
        }
        return all;
    }

    /** Returns the current cooldowns: of all scopes of a client, the one that lasts longest. */
    public List<ActiveCooldown> cooldowns() {
        return all().stream()
                .flatMap(client -> Stream.concat(cooldown(client), cooldownOfScopes(client)))
                .toList();
    }

    /** Lifts the cooldowns of a client and its scopes, on all nodes that share them; returns whether there was one. */
    public boolean lift(String name) {
        boolean shared = store != null && store.lift(name);
        return all().stream()
                                .filter(client -> client.name().equals(name))
                                .flatMap(client -> Stream.concat(Stream.of(client), client.scopes().stream()))
                                .filter(RetryClient::lift)
                                .count()
                        > 0
                || shared;
    }

    /** Returns what is left of the budgets of the clients that were called. */
    public List<BudgetLeft> budgets() {
        return all().stream()
                .map(client -> new BudgetLeft(client.name(), client.retriesLeft()))
                .toList();
    }

    private RetryClient client(Object key, Settings settings, String sharedName) {
        return clients.computeIfAbsent(key, absent -> create(settings, sharedName));
    }

    private static Stream<ActiveCooldown> cooldown(RetryClient client) {
        Cooldown.@Nullable Period period = client.cooldown();
        return period == null
                ? Stream.empty()
                : Stream.of(new ActiveCooldown(client.name(), period.until(), period.failure(), 0));
    }

    private Stream<ActiveCooldown> cooldownOfScopes(RetryClient client) {
        List<ActiveCooldown> ofScopes = Stream.concat(
                        client.scopes().stream().flatMap(RetryClientRegistry::cooldown), cooldownsOfUnmetScopes(client))
                .toList();
        return ofScopes.stream()
                .max(Comparator.comparing(ActiveCooldown::until))
                .map(last -> new ActiveCooldown(last.client, last.until, last.failure, ofScopes.size()))
                .stream();
    }

    private Stream<ActiveCooldown> cooldownsOfUnmetScopes(RetryClient client) {
        if (store == null) {
            return Stream.empty();
        }
        Instant now = environment.clock().instant();
        return store.ofUnmetScopes(client).stream()
                .map(known -> new ActiveCooldown(client.name(), now.plus(known.left()), known.failure(), 0));
    }

    /**
     * What is left of a budget.
     *
     * @param client name of the client, {@link Settings#NO_CLIENT} for that of a bean whose calls name none
     * @param retriesLeftNow how many retries may be made now
     */
    public record BudgetLeft(String client, int retriesLeftNow) {}

    /**
     * A current cooldown.
     *
     * @param client name of the client, {@link Settings#NO_CLIENT} for that of a bean whose calls name none
     * @param until when calls may be made again
     * @param failure in which the server asked for it
     * @param scopes how many scopes of the client have one, zero for that of the client as a whole
     */
    public record ActiveCooldown(String client, Instant until, Throwable failure, int scopes) {}
}
