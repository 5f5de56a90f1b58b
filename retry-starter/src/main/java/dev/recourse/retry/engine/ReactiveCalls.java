package dev.recourse.retry.engine;

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
 * @param first what the first attempt of each subscribes to
 * @param attempts makes one attempt after that
 * @param settings of the calls
 */
record ReactiveCalls<T>(
        ReactiveRetries retries,
        Publisher<T> first,
        RetryCallback<? extends @Nullable Publisher<T>, ?> attempts,
        Settings settings) {

    /** Begins a call. */
    void subscribe(CoreSubscriber<? super T> actual) {
        // What is computed at once, in this thread, does not lose its thread locals.
        CallContext context = first instanceof Callable ? null : CallContext.capture(actual.currentContext());
        new ReactiveCall<>(this, actual, retries.start(), context).begin();
    }

    /** Makes an attempt that fails in no other way than through what it returns. */
    Publisher<T> attempt() {
        try {
            Publisher<T> publisher = attempts.doWithRetry(new RetryContextSupport(null));
            return publisher != null
                    ? publisher
                    : Mono.error(
                            new NullPointerException(attempts.getLabel() + " returned null instead of a publisher"));
        } catch (Throwable ex) {
            return Mono.error(ex);
        }
    }

    PendingCall pending(long start, PendingCall.Caller caller) {
        return retries.pending(attempts.getLabel(), settings, start, caller);
    }
}
