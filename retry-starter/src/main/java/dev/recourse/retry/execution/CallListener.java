package dev.recourse.retry.execution;

import dev.recourse.retry.RetryEvent.Outcome;
import org.jspecify.annotations.Nullable;

/** Is told of the steps of one call, from its first failure on. */
public interface CallListener {

    /**
     * An attempt has failed.
     *
     * @param attempt its number, 1 for the first
     * @return false to end the call with this failure
     */
    boolean failed(int attempt, Throwable failure);

    /** The next attempt begins. */
    void retrying();

    /** The attempt under way has succeeded: the call has ended. */
    void succeeded(@Nullable Object value);

    /**
     * The call has ended without success.
     *
     * @param failure what the caller gets
     */
    void ended(Outcome outcome, Throwable failure);

    /** Returns the listener of a type among those that this one stands for, or null if there is none. */
    default <T> @Nullable T unwrap(Class<T> type) {
        return type.isInstance(this) ? type.cast(this) : null;
    }
}
