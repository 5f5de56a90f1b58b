package dev.recourse.retry.execution;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Makes each attempt of a call, a block of code or a method behind its interceptor, and knows what holds for it. */
public interface Attempt<T extends @Nullable Object, E extends Throwable> {

    /** Runs the code once. */
    T make() throws E;

    /** Returns the name of the call in log lines and events: {@code GitHub.events}. */
    String label();

    /** Returns what holds for the call. */
    Settings settings();

    /** Returns the client whose callers share what its server says. */
    RetryClient client();

    /** Returns what the code has read that cannot be read again, as the beginning of a sentence; null for nothing. */
    default @Nullable String usedUp() {
        return null;
    }

    /** Returns whether a value that the code returns may report a failure, as a {@code ResponseEntity} does. */
    default boolean mayReturnFailure() {
        return true;
    }

    /**
     * Takes over a call that ends without success.
     *
     * @param end what its caller would get
     * @return whether the call is made again later, for a caller that gets nothing
     */
    default boolean takeOver(Outcome outcome, Throwable end) {
        return false;
    }

    /** Returns the intercepted invocation, for listeners; null for a block of code. */
    default @Nullable MethodInvocation invocation() {
        return null;
    }

    /**
     * Runs the code once with an idempotency key bound to this thread.
     *
     * @param key null hides the key of an outer call
     */
    default T make(@Nullable IdempotencyKey key) throws E {
        IdempotencyKey outer = IdempotencyKey.bind(key);
        try {
            return make();
        } finally {
            IdempotencyKey.bind(outer);
        }
    }
}
