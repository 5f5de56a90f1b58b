package dev.recourse.retry.engine;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A flux whose every subscription is a call. */
final class RetriedFlux<T> extends Flux<T> {

    private final ReactiveCalls<T> calls;

    private RetriedFlux(ReactiveCalls<T> calls) {
        this.calls = calls;
    }

    static <T> Flux<T> of(ReactiveCalls<T> calls) {
        return onAssembly(new RetriedFlux<>(calls));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        calls.subscribe(actual);
    }
}
