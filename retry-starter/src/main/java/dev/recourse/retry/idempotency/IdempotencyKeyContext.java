package dev.recourse.retry.idempotency;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Binds the key of a call to the Reactor context in which an attempt is subscribed. */
public final class IdempotencyKeyContext {

    private static final Object KEY = IdempotencyKeyContext.class;

    private IdempotencyKeyContext() {}

    /**
     * Returns a context with the key, or the very same one if there is nothing to change.
     *
     * @param key null for no key at all, not even that of an outer call
     */
    public static Context bind(Context context, @Nullable IdempotencyKey key) {
        return key != null || isBound(context) ? context.put(KEY, Optional.ofNullable(key)) : context;
    }

    static boolean isBound(ContextView context) {
        return context.hasKey(KEY);
    }

    static @Nullable IdempotencyKey bound(ContextView context) {
        return context.<Optional<IdempotencyKey>>get(KEY).orElse(null);
    }
}
