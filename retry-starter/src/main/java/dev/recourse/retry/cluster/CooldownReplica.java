package dev.recourse.retry.cluster;

import dev.recourse.retry.RemoteCooldownException;
import dev.recourse.retry.client.CooldownStore.Remaining;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.client.SharedNames;
import dev.recourse.retry.cluster.KnownCooldown.Operation;
import dev.recourse.retry.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The replica that this node has of the cooldowns of all nodes, and the rules by which it comes to agree with Redis.
 *
 * <p>Of two generations the greater one holds, of two cooldowns in one generation the one that ends later. A cooldown that
 * Redis has not, or has shorter, was lost there, and is written again. Nothing here waits.
 */
final class CooldownReplica {

    /** Nodes and Redis measure the same end a little differently. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Map<String, KnownCooldown> byName = new HashMap<>();

    /** Weak, since strategies and scopes come and go. */
    private final Map<String, Set<RetryClient>> clients = new HashMap<>();

    private final MonotonicClock clock;
    private final String node;
    private final int most;
    private long lastId;

    /**
     * Creates the knowledge of a node.
     *
     * @param node its name, of letters and digits
     * @param most number of cooldowns that are kept
     */
    CooldownReplica(MonotonicClock clock, String node, int most) {
        this.clock = clock;
        this.node = node;
        this.most = most;
    }

    /** Informs a client from now on; returns the current cooldown, or null. */
    synchronized @Nullable Remaining join(RetryClient client) {
        clients.computeIfAbsent(client.sharedName(), absent -> Collections.newSetFromMap(new WeakHashMap<>()))
                .add(client);
        return remaining(byName.get(client.sharedName()));
    }

    /** Takes note of a cooldown that a call of this node has begun; returns whether there is room for it. */
    synchronized boolean begin(String name, Duration left, String summary) {
        KnownCooldown before = byName.get(name);
        if (before == null && byName.size() >= most) {
            return false;
        }
        long generation = before == null ? 0 : before.value().generation();
        put(name, new SharedCooldown(generation, false, newId(), summary), left, Operation.BEGIN);
        return true;
    }

    /** Lifts the cooldowns of a client and its scopes; returns whether there was one. */
    synchronized boolean lift(String client) {
        boolean any = false;
        for (String name : List.copyOf(byName.keySet())) {
            KnownCooldown known = byName.get(name);
            if (known != null && SharedNames.isOf(client, name) && isActive(known)) {
                put(name, known.value().lift(newId()), left(known), Operation.LIFT);
                any = true;
            }
        }
        return any;
    }

    /** Returns the cooldowns of those scopes of a client that no client here has joined for. */
    synchronized List<Remaining> ofUnmetScopes(String whole) {
        List<Remaining> unmet = new ArrayList<>();
        byName.forEach((name, known) -> {
            Remaining remaining = name.startsWith(whole + ":") && joined(name).isEmpty() ? remaining(known) : null;
            if (remaining != null) {
                unmet.add(remaining);
            }
        });
        return unmet;
    }

    /** Returns what is to be done in Redis. */
    synchronized Map<String, KnownCooldown> unsent() {
        Map<String, KnownCooldown> unsent = new HashMap<>(byName);
        unsent.values().removeIf(known -> known.unsent() == null);
        return unsent;
    }

    synchronized Set<String> names() {
        return new HashSet<>(byName.keySet());
    }

    /** Forgets what is over. */
    synchronized void prune() {
        byName.values().removeIf(known -> left(known).isZero());
        clients.values().removeIf(Collection::isEmpty);
    }

    synchronized Duration left(KnownCooldown known) {
        Duration left = known.length().minus(clock.elapsed(known.mark()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Comes to agree with what Redis has.
     *
     * @param found null if it has nothing
     * @param left time to live of that
     * @param sent what was just carried out there, null if it was only read
     * @return informs the clients; to be run without a lock, since listeners are told
     */
    synchronized Runnable learn(
            String name, @Nullable SharedCooldown found, Duration left, @Nullable KnownCooldown sent) {
        KnownCooldown mine = byName.get(name);
        if (mine != null && mine.equals(sent)) {
            mine = mine.with(null);
            byName.put(name, mine);
        }
        if (found == null) {
            rememberLost(name, mine);
            return () -> {};
        }
        return mine == null ? adopt(name, found, left, false) : compare(name, mine, found, left);
    }

    private void rememberLost(String name, @Nullable KnownCooldown mine) {
        if (mine == null || mine.unsent() != null) {
            return;
        }
        if (isActive(mine) && left(mine).compareTo(TOLERANCE) > 0) {
            byName.put(name, mine.with(Operation.REPAIR));
        } else {
            byName.remove(name);
        }
    }

    private Runnable compare(String name, KnownCooldown mine, SharedCooldown found, Duration left) {
        long generation = mine.value().generation();
        if (found.generation() < generation) {
            if (mine.unsent() == null) {
                byName.put(name, mine.with(mine.value().lifted() ? Operation.LIFT : Operation.REPAIR));
            }
            return () -> {};
        }
        if (mine.unsent() == Operation.BEGIN && (found.generation() > generation || found.lifted())) {
            // A server asked for it after that lift, as far as anybody knows.
            byName.put(name, mine.withGeneration(found.generation()));
            return () -> {};
        }
        if (found.id().equals(mine.value().id())) {
            byName.put(name, mine.withGeneration(found.generation()));
            return () -> {};
        }
        if (found.generation() == generation && isActive(mine) && !found.lifted()) {
            if (left(mine).compareTo(left) >= 0) {
                repairShorter(name, mine, left);
                return () -> {};
            }
            return adopt(name, found, left, false);
        }
        return adopt(name, found, left, isActive(mine));
    }

    private void repairShorter(String name, KnownCooldown mine, Duration left) {
        if (mine.unsent() == null && left(mine).compareTo(left.plus(TOLERANCE)) > 0) {
            byName.put(name, mine.with(Operation.REPAIR));
        }
    }

    private Runnable adopt(String name, SharedCooldown found, Duration left, boolean liftFirst) {
        if (byName.size() < most || byName.containsKey(name)) {
            put(name, found, left, null);
        }
        List<RetryClient> informed = joined(name);
        return () -> {
            for (RetryClient client : informed) {
                if (liftFirst) {
                    client.lift();
                }
                if (!found.lifted()) {
                    client.joinCooldown(left, new RemoteCooldownException(found.summary()));
                }
            }
        };
    }

    private List<RetryClient> joined(String name) {
        return List.copyOf(clients.getOrDefault(name, Set.of()));
    }

    private void put(String name, SharedCooldown value, Duration length, @Nullable Operation unsent) {
        byName.put(name, new KnownCooldown(value, clock.start(), length, unsent));
    }

    private @Nullable Remaining remaining(@Nullable KnownCooldown known) {
        return known != null && isActive(known)
                ? new Remaining(
                        left(known), new RemoteCooldownException(known.value().summary()))
                : null;
    }

    private boolean isActive(KnownCooldown known) {
        return !known.value().lifted() && !left(known).isZero();
    }

    private String newId() {
        lastId++;
        return node + "." + lastId;
    }
}
