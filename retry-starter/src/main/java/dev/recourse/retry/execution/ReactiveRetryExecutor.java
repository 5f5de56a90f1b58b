package dev.recourse.retry.execution;

import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.time.Scheduler;
import org.jspecify.annotations.NullUnmarked;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries out reactive calls.
 *
 * <p>Signatures name no {@code @Nullable} here: javac 25 looks for the classes beside it, and Reactor may be absent.
 */
public final class ReactiveRetryExecutor extends AbstractRetryExecutor {

    private final Scheduler scheduler;

    public ReactiveRetryExecutor(Scheduler scheduler, ScheduledRetryRegistry registry, RetryListeners listeners) {
        super(registry, listeners);
        this.scheduler = scheduler;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Returns a publisher whose every subscription is a call.
     *
     * @param first what the first attempt of each call subscribes to, null if it is made like the others
     * @param attempt makes an attempt
     */
    @NullUnmarked
    public <T> Mono<T> mono(Publisher<T> first, Attempt<? extends Publisher<T>, ?> attempt) {
        return MonoRetry.of(new RetrySource<>(this, first, attempt, true, ResumedCall.bound()));
    }

    /** Does the same for a publisher of many elements, each call of which is retried up to its first element. */
    @NullUnmarked
    public <T> Flux<T> flux(Publisher<T> first, Attempt<? extends Publisher<T>, ?> attempt) {
        return FluxRetry.of(new RetrySource<>(this, first, attempt, false, ResumedCall.bound()));
    }
}
