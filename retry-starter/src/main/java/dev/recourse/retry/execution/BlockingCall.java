package dev.recourse.retry.execution;

import dev.recourse.retry.settings.Settings;
import org.jspecify.annotations.Nullable;

/** A blocking call, as its {@link BlockingLoop} sees it. */
public interface BlockingCall<T extends @Nullable Object, E extends Throwable> {

    Settings settings();

    /** Returns the listener of the call, or null if there is nobody to tell. */
    @Nullable
    CallListener listener();

    /** Makes the next attempt. */
    T makeAttempt() throws E;

    /** Takes the failure of the attempt, and decides about it. */
    void failed(Throwable failure);

    /** Holds the thread until the next attempt is due; returns whether it is to be made. */
    boolean awaitAttempt();

    /** Returns whether no further attempt is made. */
    boolean hasEnded();

    /** Returns how many attempts have failed. */
    int failures();

    /** Returns what the last attempt failed with. */
    Throwable lastFailure();

    /** Returns what the caller gets of a call that has ended. */
    Throwable outcome();
}
