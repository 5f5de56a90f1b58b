package dev.recourse.retry.execution;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A mono whose every subscription is a call. */
final class MonoRetry<T> extends Mono<T> {

    private final RetrySource<T> calls;

    private MonoRetry(RetrySource<T> calls) {
        this.calls = calls;
    }

    static <T> Mono<T> of(RetrySource<T> calls) {
        return onAssembly(new MonoRetry<>(calls));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        calls.subscribe(actual);
    }
}
