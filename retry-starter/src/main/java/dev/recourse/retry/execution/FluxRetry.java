package dev.recourse.retry.execution;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A flux whose every subscription is a call. */
final class FluxRetry<T> extends Flux<T> {

    private final RetrySource<T> calls;

    private FluxRetry(RetrySource<T> calls) {
        this.calls = calls;
    }

    static <T> Flux<T> of(RetrySource<T> calls) {
        return onAssembly(new FluxRetry<>(calls));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        calls.subscribe(actual);
    }
}
