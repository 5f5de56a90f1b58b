package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.context.RetryContextSupport;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * What the calls of one retried publisher have in common.
 *
 * @param first what the first attempt of each subscribes to, null if it is to make that as the others
 * @param attempts makes one attempt
 * @param settings of the calls
 * @param state of their client
 */
record RetrySource<T>(
        Waits waits,
        @Nullable Publisher<T> first,
        RetryCallback<? extends @Nullable Publisher<T>, ?> attempts,
        Settings settings,
        RetryClient state) {

    /** Begins a call. */
    void subscribe(CoreSubscriber<? super T> actual) {
        // What is computed at once, in this thread, does not lose its thread locals.
        CapturedThreadLocals context =
                first instanceof Callable ? null : CapturedThreadLocals.capture(actual.currentContext());
        new RetrySubscriber<>(this, actual, state.start(), context).begin();
    }

    Publisher<T> firstAttempt(@Nullable IdempotencyKey key) {
        return first != null ? first : attempt(key);
    }

    /** Makes an attempt that fails in no other way than through what it returns. */
    Publisher<T> attempt(@Nullable IdempotencyKey key) {
        IdempotencyKey outer = IdempotencyKey.bind(key);
        try {
            Publisher<T> publisher = attempts.doWithRetry(new RetryContextSupport(null));
            return publisher != null
                    ? publisher
                    : Mono.error(
                            new NullPointerException(attempts.getLabel() + " returned null instead of a publisher"));
        } catch (Throwable ex) {
            return Mono.error(ex);
        } finally {
            IdempotencyKey.bind(outer);
        }
    }

    String label() {
        return String.valueOf(attempts.getLabel());
    }
}
