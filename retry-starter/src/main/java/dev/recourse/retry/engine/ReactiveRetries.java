package dev.recourse.retry.engine;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.retry.RetryCallback;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Goes on with reactive calls whose first attempt has failed. */
public final class ReactiveRetries {

    /** The timer of Reactor's own operators, whose time a test may move. */
    public static final Timer TIMER = (task, delay) ->
            Schedulers.parallel().schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS)::dispose;

    private final Surroundings surroundings;
    private final PendingCall.Waits waits;

    public ReactiveRetries(Surroundings surroundings, Timer timer, WaitingCalls calls) {
        this.surroundings = surroundings;
        this.waits = new PendingCall.Waits(timer, calls);
    }

    /**
     * Returns a publisher whose every subscription is a call.
     *
     * @param first what the first attempt of each subscribes to
     * @param attempts makes one attempt after that
     * @param settings of the calls
     */
    public <T> Mono<T> mono(
            Publisher<T> first, RetryCallback<? extends @Nullable Publisher<T>, ?> attempts, Settings settings) {
        return RetriedMono.of(new ReactiveCalls<>(this, first, attempts, settings));
    }

    /** Does the same for a publisher of many elements, each call of which is retried up to its first element. */
    public <T> Flux<T> flux(
            Publisher<T> first, RetryCallback<? extends @Nullable Publisher<T>, ?> attempts, Settings settings) {
        return RetriedFlux.of(new ReactiveCalls<>(this, first, attempts, settings));
    }

    /** Returns the mark of the moment at which a call begins. */
    long start() {
        return surroundings.stopwatch().start();
    }

    PendingCall pending(@Nullable String label, Settings settings, long start, PendingCall.Caller caller) {
        return new PendingCall(new FailedCall(String.valueOf(label), settings, start, surroundings), caller, waits);
    }
}
