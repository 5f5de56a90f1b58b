package dev.recourse.retry.durable;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Failure;
import dev.recourse.retry.failure.FatalErrors;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.time.RetryEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Stores calls that are made later. */
public final class StoredCallWriter {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private final StoredMethodRegistry methods;
    private final CallStore store;
    private final StoredCallFormat format;
    private final StoredTrace trace;
    private final RetryEnvironment environment;
    private final DataSize maxSize;

    /**
     * Creates it.
     *
     * @param maxSize of the data of one call
     */
    public StoredCallWriter(
            StoredMethodRegistry methods,
            CallStore store,
            StoredCallFormat format,
            StoredTrace trace,
            RetryEnvironment environment,
            DataSize maxSize) {
        this.methods = methods;
        this.store = store;
        this.format = format;
        this.trace = trace;
        this.environment = environment;
        this.maxSize = maxSize;
    }

    /** Stores a call before its first attempt, which is due at once. */
    void storeFirst(StoredMethod method, @Nullable Object[] arguments, @Nullable String scope) {
        store.checkJoins(method.label());
        Instant now = store.now();
        String key = newKey(method);
        StoredCall call = new StoredCall(
                method.names().get(0),
                bean(method),
                format.arguments().write(method, arguments),
                method.label(),
                0,
                method.settings().client(),
                scope,
                now,
                now,
                key,
                trace.current(),
                null,
                null,
                null);
        String id = add(method, call, now, now);
        if (log.isDebugEnabled()) {
            log.debug(method.label() + " is stored as " + id + ", its first attempt follows the commit");
        }
    }

    /** Returns the id of the call, or null if it is not stored: then the exception has the reason as a suppressed one. */
    @Nullable
    String store(StoredMethod method, @Nullable Object[] arguments, @Nullable String scope, RetryLaterException later) {
        try {
            Instant now = store.now();
            String key = later.idempotencyKey() != null || !later.label().equals(method.label())
                    ? later.idempotencyKey()
                    : newKey(method);
            StoredCall call = new StoredCall(
                    method.names().get(0),
                    bean(method),
                    format.arguments().write(method, arguments),
                    later.label().isEmpty() ? method.label() : later.label(),
                    later.attempt(),
                    method.settings().client(),
                    scope,
                    now.plus(later.delay()),
                    now,
                    key,
                    trace.current(),
                    failure(method, later),
                    null,
                    null);
            String id = add(method, call, call.notBefore().plus(jitter(method, later.delay())), now);
            tellStored(id, call, method, later.delay());
            return id;
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            later.addSuppressed(ex);
            return null;
        }
    }

    /** Says that a call waits, and why. */
    static void tellStored(String id, StoredCall call, StoredMethod method, Duration delay) {
        log.info(method.label()
                + (call.attempt() == 0
                        ? " is kept back by the cooldown of client " + call.client()
                        : " failed with " + call.failure() + ", attempt " + call.attempt() + " of "
                                + method.settings().maxAttempts())
                + ", stored as " + id + ", next in " + Text.of(delay));
    }

    private String add(StoredMethod method, StoredCall call, Instant due, Instant now) {
        String data = format.write(call);
        int size = data.getBytes(StandardCharsets.UTF_8).length;
        if (size > maxSize.toBytes()) {
            throw new UnstorableCallException(
                    "The data of " + method.label() + " has " + size + " bytes, and"
                            + " recourse.retry.durable-store.max-size allows " + maxSize.toBytes()
                            + ". Pass less, or a name by which the method finds it",
                    null);
        }
        format.check(data, method.label());
        String id = StoredId.of(call.client());
        store.add(id, data, due, now);
        return id;
    }

    private @Nullable String bean(StoredMethod method) {
        return methods.isShared(method.names().get(0)) ? method.bean() : null;
    }

    /** All attempts send one key, also that of which nobody hears any more because its process dies. */
    private static @Nullable String newKey(StoredMethod method) {
        return method.settings().idempotencyKey() ? IdempotencyKey.newValue(UUID.randomUUID()) : null;
    }

    /** Returns what is known of the failure that is waited for, without its message. */
    static StoredCall.LastFailure failure(StoredMethod method, RetryLaterException later) {
        Throwable cause = later.getCause() == null ? later : later.getCause();
        return failure(method, cause);
    }

    static StoredCall.LastFailure failure(StoredMethod method, Throwable failure) {
        Failure read = method.settings().reader().read(failure);
        return new StoredCall.LastFailure(
                failure.getClass().getName(),
                read.response() == null ? null : read.response().status());
    }

    Duration jitter(StoredMethod method, Duration delay) {
        double share = method.settings().jitterFactor() * environment.random().nextDouble();
        return Duration.ofMillis((long) (delay.toMillis() * share));
    }
}
