package dev.recourse.retry.idempotency;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Binds the log of a reactive call to the Reactor context in which its attempts are subscribed. */
public final class RequestLogContext {

    private static final Object KEY = RequestLogContext.class;

    private RequestLogContext() {}

    /** Returns a context with the log. */
    public static Context bind(Context context, RequestLog log) {
        return context.put(KEY, log);
    }

    /** Returns the log of the innermost call, if any. */
    public static @Nullable RequestLog bound(ContextView context) {
        return context.getOrDefault(KEY, null);
    }
}
