package dev.recourse.retry;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A call of an earlier run that is continued in this thread, so that {@code max-retries} counts over all runs and each
 * sends the same {@code Idempotency-Key}.
 *
 * <p>A job that ends with a {@link RetryLaterException} keeps label, attempt and key of it, and binds them around its next
 * run, not before {@link RetryLaterException#notBefore()}:
 *
 * <pre>{@code
 * try (ResumedCall resumed = ResumedCall.bind(label, attempt, idempotencyKey)) {
 *     job.run();
 * }
 * }</pre>
 *
 * <p>The first retried call of that label takes it, and no other: the method, or the strategy's block, is called, returns
 * its future, or assembles or subscribes to its publisher in this thread. Calls of other labels begin with their first
 * attempt. To bind one within another hides the outer one until the inner one is closed.
 *
 * @since 0.1
 */
public final class ResumedCall implements AutoCloseable {

    private static final ThreadLocal<@Nullable ResumedCall> BOUND = new ThreadLocal<>();

    /** Whether any was ever bound: until then, no call looks for one. A thread sees at least what it wrote. */
    private static boolean inUse;

    private final String label;
    private final int attempt;
    private final @Nullable String idempotencyKey;
    private final @Nullable ResumedCall outer;
    private final AtomicBoolean taken = new AtomicBoolean();

    private ResumedCall(String label, int attempt, @Nullable String idempotencyKey, @Nullable ResumedCall outer) {
        this.label = label;
        this.attempt = attempt;
        this.idempotencyKey = idempotencyKey;
        this.outer = outer;
    }

    /**
     * Binds a call to this thread until it is closed.
     *
     * @param label as {@link RetryLaterException#label()} said
     * @param attempt as {@link RetryLaterException#attempt()} said: the number of attempts in all runs so far
     * @param idempotencyKey as {@link RetryLaterException#idempotencyKey()} said, with its quotes; null for a new one, if the
     *     client has any
     * @return what is bound, to be closed in this thread
     * @throws IllegalArgumentException if the attempt is negative, or the key cannot be the value of a header: it is empty,
     *     or has other characters than the visible ones of ASCII and spaces
     */
    public static ResumedCall bind(String label, int attempt, @Nullable String idempotencyKey) {
        Objects.requireNonNull(label, "label");
        if (attempt < 0) {
            throw new IllegalArgumentException("The attempt (" + attempt + ") must be zero or more");
        }
        if (idempotencyKey != null && !isHeaderValue(idempotencyKey)) {
            throw new IllegalArgumentException(
                    "The idempotency key must be visible ASCII characters, such as \"a-uuid\"");
        }
        ResumedCall resumed = new ResumedCall(label, attempt, idempotencyKey, bound());
        inUse = true;
        BOUND.set(resumed);
        return resumed;
    }

    private static boolean isHeaderValue(String text) {
        return !text.isBlank() && text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }

    /** {@return what is bound to this thread, taken or not} */
    public static @Nullable ResumedCall bound() {
        return inUse ? BOUND.get() : null;
    }

    /**
     * {@return whether a call of this label is the one to continue; true only once}
     *
     * @param label of the call that begins
     */
    public boolean take(String label) {
        return this.label.equals(label) && taken.compareAndSet(false, true);
    }

    /** {@return the number of attempts that were made in earlier runs} */
    public int attempt() {
        return attempt;
    }

    /** {@return the value of the header that the earlier attempts sent, null if they sent none} */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }

    /** Unbinds the call from the thread that bound it, and binds the outer one again. */
    @Override
    @SuppressWarnings("ReferenceEquality") // each is one object
    public void close() {
        if (bound() != this) {
            return;
        }
        if (outer == null) {
            BOUND.remove();
        } else {
            BOUND.set(outer);
        }
    }
}
