package dev.recourse.retry.engine;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.reactivestreams.Publisher;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Goes on with reactive calls that have failed or come in a cooldown.
 *
 * <p>Signatures name no {@code @Nullable} here: javac 25 looks for the classes beside it, and Reactor may be absent.
 */
public final class ReactiveRetries {

    /** The timer of Reactor's own operators, whose time a test may move. */
    public static final Timer TIMER = (task, delay) ->
            Schedulers.parallel().schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS)::dispose;

    private final Waits waits;

    /**
     * Creates the retries.
     *
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     */
    public ReactiveRetries(Timer timer, WaitingCalls calls, Supplier<List<RetryListener>> listeners) {
        this.waits = new Waits(timer, calls, new Listeners(listeners));
    }

    /**
     * Returns a publisher whose every subscription is a call.
     *
     * @param first what the first attempt of each subscribes to, null if it is to make that as the others
     * @param attempts makes one attempt
     * @param settings of the calls
     * @param state of their client
     */
    @NullUnmarked
    public <T> Mono<T> mono(
            Publisher<T> first,
            RetryCallback<? extends Publisher<T>, ?> attempts,
            Settings settings,
            ClientState state) {
        return RetriedMono.of(new ReactiveCalls<>(waits, first, attempts, settings, state));
    }

    /** Does the same for a publisher of many elements, each call of which is retried up to its first element. */
    @NullUnmarked
    public <T> Flux<T> flux(
            Publisher<T> first,
            RetryCallback<? extends Publisher<T>, ?> attempts,
            Settings settings,
            ClientState state) {
        return RetriedFlux.of(new ReactiveCalls<>(waits, first, attempts, settings, state));
    }
}
