package dev.recourse.retry.idempotency;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The value of the {@code Idempotency-Key} header in all requests of one call, whichever attempt sends them.
 *
 * <p>An attempt has the key bound to its thread. A retried call within the attempt binds its own, or none: with the key of
 * the outer call, two requests would look like one.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The draft of the header</a>
 */
public final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private static final ThreadLocal<@Nullable IdempotencyKey> BOUND = new ThreadLocal<>();

    /** Whether any key was ever bound: without keys, no call looks for one. A thread sees at least what it wrote. */
    private static boolean inUse;

    private final Supplier<UUID> ids;
    private @Nullable String value;

    /**
     * Creates a key that gets its value with the first request.
     *
     * @param ids makes an identifier that nobody can guess and no other call has
     */
    public IdempotencyKey(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /** Returns the key of a call that has sent it in an earlier run, with its quotes. */
    public static IdempotencyKey of(String value) {
        IdempotencyKey key = new IdempotencyKey(UUID::randomUUID);
        key.value = value;
        return key;
    }

    /**
     * Binds a key to this thread.
     *
     * @param key null for no key at all
     * @return what was bound before, to be bound again afterwards
     */
    public static @Nullable IdempotencyKey bind(@Nullable IdempotencyKey key) {
        IdempotencyKey before = bound();
        if (key != null) {
            inUse = true;
            BOUND.set(key);
        } else if (before != null) {
            BOUND.remove();
        }
        return before;
    }

    /** Returns what is bound to this thread. */
    public static @Nullable IdempotencyKey bound() {
        return inUse ? BOUND.get() : null;
    }

    /** Returns the value of the header for an identifier, a string of RFC 8941 with its quotes. */
    public static String newValue(UUID id) {
        return '"' + id.toString() + '"';
    }

    /** Returns the value of the header, a string of RFC 8941 with its quotes. */
    synchronized String value() {
        if (value == null) {
            value = newValue(ids.get());
        }
        return value;
    }

    /** Returns the value of the header if a request has asked for it, else null. */
    public synchronized @Nullable String sent() {
        return value;
    }
}
