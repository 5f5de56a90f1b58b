package dev.recourse.retry.execution;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.idempotency.IdempotencyKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * What all subscriptions of one retried publisher share. Each subscription is a call.
 *
 * @param first what the first attempt of each call subscribes to, null if it is made like the others
 * @param attempt makes an attempt
 * @param single whether there is one element at most, which may report a failure
 * @param resumed what is to be continued by a call of the thread that assembles the publisher, null for nothing
 */
record RetrySource<T>(
        ReactiveRetryExecutor executor,
        @Nullable Publisher<T> first,
        Attempt<? extends @Nullable Publisher<T>, ?> attempt,
        boolean single,
        @Nullable ResumedCall resumed) {

    /** Begins a call. */
    void subscribe(CoreSubscriber<? super T> actual) {
        // What is computed at once, in this thread, does not lose its thread locals.
        CapturedThreadLocals context = first instanceof Callable ? null : threadLocals(actual.currentContext());
        new RetrySubscriber<>(this, actual, attempt.client().start(), context).begin();
    }

    /** Captures the thread locals of this thread, with those of a context before them. */
    static CapturedThreadLocals threadLocals(Context context) {
        return context.isEmpty() ? CapturedThreadLocals.capture() : CapturedThreadLocals.capture(context);
    }

    /** Returns what a call brings along that is subscribed in this thread. */
    EarlierRuns earlierRuns() {
        return EarlierRuns.of(resumed != null ? resumed : ResumedCall.bound(), attempt.label(), attempt.client());
    }

    Publisher<T> first(@Nullable IdempotencyKey key) {
        return first != null ? first : make(key);
    }

    /** Makes an attempt that fails in no other way than through what it returns. */
    Publisher<T> make(@Nullable IdempotencyKey key) {
        try {
            Publisher<T> publisher = attempt.make(key);
            return publisher != null
                    ? publisher
                    : Mono.error(new NullPointerException(attempt.label() + " returned null instead of a publisher"));
        } catch (Throwable ex) {
            return Mono.error(ex);
        }
    }
}
