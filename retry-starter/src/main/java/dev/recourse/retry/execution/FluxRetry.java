package dev.recourse.retry.execution;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A flux that makes each subscription a retried call. */
final class FluxRetry<T> extends Flux<T> {

    private final RetrySource<T> source;

    private FluxRetry(RetrySource<T> source) {
        this.source = source;
    }

    static <T> Flux<T> of(RetrySource<T> source) {
        return onAssembly(new FluxRetry<>(source));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        source.subscribe(actual);
    }
}
