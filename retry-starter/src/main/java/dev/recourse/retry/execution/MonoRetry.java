package dev.recourse.retry.execution;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A mono that makes each subscription a retried call. */
final class MonoRetry<T> extends Mono<T> {

    private final RetrySource<T> source;

    private MonoRetry(RetrySource<T> source) {
        this.source = source;
    }

    static <T> Mono<T> of(RetrySource<T> source) {
        return onAssembly(new MonoRetry<>(source));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(actual);
    }
}
