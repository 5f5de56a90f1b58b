package dev.recourse.retry.durable;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.client.RetryClient;
import org.jspecify.annotations.Nullable;

/** The run of a stored call in this thread: its method knows by it that it is not to be stored once more. */
public final class StoredRun implements AutoCloseable {

    private static final ThreadLocal<@Nullable StoredRun> BOUND = new ThreadLocal<>();

    private final StoredMethod method;
    private final @Nullable StoredRun outer;
    private @Nullable RetryClient client;
    private @Nullable Outcome outcome;

    private StoredRun(StoredMethod method, @Nullable StoredRun outer) {
        this.method = method;
        this.outer = outer;
    }

    static StoredRun bind(StoredMethod method) {
        StoredRun run = new StoredRun(method, BOUND.get());
        BOUND.set(run);
        return run;
    }

    /** Returns the run of this thread if it is one of the method, and no call has taken it yet; else null. */
    @SuppressWarnings("ReferenceEquality") // each method is one object
    public static @Nullable StoredRun of(StoredMethod method) {
        StoredRun run = BOUND.get();
        return run != null && run.client == null && run.method == method ? run : null;
    }

    /** Takes note of the call that takes it. */
    public void take(RetryClient client) {
        this.client = client;
    }

    /** Takes note of how that call ends without success. */
    public void end(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Returns the client of the call, that of the method if none has taken it. */
    RetryClient client() {
        return client == null ? method.client() : client;
    }

    /** Returns how the call has ended, null if nothing tells. */
    @Nullable
    Outcome outcome() {
        return outcome;
    }

    @Override
    public void close() {
        if (outer == null) {
            BOUND.remove();
        } else {
            BOUND.set(outer);
        }
    }
}
