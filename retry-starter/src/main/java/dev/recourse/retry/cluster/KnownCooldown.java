package dev.recourse.retry.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cooldown as this node knows it.
 *
 * @param mark of this node's monotonic clock, from which the length counts
 * @param unsent what is still to be done in Redis, or null
 */
record KnownCooldown(
        SharedCooldown value,
        long mark,
        Duration length,
        @Nullable Operation unsent) {

    KnownCooldown with(@Nullable Operation operation) {
        return new KnownCooldown(value, mark, length, operation);
    }

    KnownCooldown withGeneration(long generation) {
        return new KnownCooldown(value.withGeneration(generation), mark, length, unsent);
    }

    /** What a script does in Redis. */
    enum Operation {
        /** A server has asked a call of this node. */
        BEGIN,
        /** Redis has lost what this node knows. */
        REPAIR,
        /** Somebody has lifted it here. */
        LIFT
    }
}
