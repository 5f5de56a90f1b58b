package dev.recourse.retry.engine;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A mono whose every subscription is a call. */
final class RetriedMono<T> extends Mono<T> {

    private final ReactiveCalls<T> calls;

    private RetriedMono(ReactiveCalls<T> calls) {
        this.calls = calls;
    }

    static <T> Mono<T> of(ReactiveCalls<T> calls) {
        return onAssembly(new RetriedMono<>(calls));
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        calls.subscribe(actual);
    }
}
