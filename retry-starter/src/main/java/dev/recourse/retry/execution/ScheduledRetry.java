package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;

/** A waiting call. It is its own link in the list of the registry, which saves memory where very many wait. */
abstract class ScheduledRetry {

    @Nullable
    ScheduledRetry previous;

    @Nullable
    ScheduledRetry next;

    /** Ends the wait because the application closes. */
    abstract void close();

    /** Takes note that a cooldown was lifted, perhaps the one it waits for. */
    abstract void wake();

    /** Says what waits, for people. */
    abstract ScheduledRetryRegistry.Call describe();
}
