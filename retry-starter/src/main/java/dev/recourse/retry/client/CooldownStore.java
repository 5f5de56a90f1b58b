package dev.recourse.retry.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares the cooldowns of clients with other nodes.
 *
 * <p>Callers' threads call its methods, so none of them waits for anything, and none throws.
 */
public interface CooldownStore {

    /**
     * Takes note of a client, and keeps it informed from now on.
     *
     * @return the current cooldown as far as it is known here, or null
     */
    @Nullable
    Remaining join(RetryClient client);

    /** Tells other nodes that a cooldown began or became longer. */
    void begun(RetryClient client, Duration left, Throwable failure);

    /**
     * Lifts the cooldowns of a client and its scopes on all nodes, also of those scopes that only other nodes have met.
     *
     * @return whether there was one
     */
    boolean lift(String client);

    /** Returns the cooldowns of those scopes of a client that only other nodes have met. */
    List<Remaining> ofUnmetScopes(RetryClient client);

    /** Returns whether it works, or null if no client shares its cooldown. */
    @Nullable
    Health health();

    /**
     * What is left of a cooldown.
     *
     * @param left time to its end
     * @param failure in which the server asked for it
     */
    record Remaining(Duration left, Throwable failure) {}

    /**
     * Whether the nodes can tell each other.
     *
     * @param reachable whether the last try to reach the store succeeded
     * @param since when that changed last
     * @param unsent number of changes that the other nodes do not know yet
     */
    record Health(boolean reachable, Instant since, int unsent) {}
}
