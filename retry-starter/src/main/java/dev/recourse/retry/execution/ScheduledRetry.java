package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;

/** A call in the list of those that wait, of which it is itself the link: there may be very many. */
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
