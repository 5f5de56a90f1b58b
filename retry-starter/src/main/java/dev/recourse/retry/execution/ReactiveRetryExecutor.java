package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.NullUnmarked;
import org.reactivestreams.Publisher;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Goes on with reactive calls that have failed or come in a cooldown.
 *
 * <p>Signatures name no {@code @Nullable} here: javac 25 looks for the classes beside it, and Reactor may be absent.
 */
public final class ReactiveRetryExecutor {

    /** The timer of Reactor's own operators, whose time a test may move. */
    public static final Scheduler TIMER = ReactiveRetryExecutor::schedule;

    private final Waits waits;

    /**
     * Creates the retries.
     *
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     */
    public ReactiveRetryExecutor(
            Scheduler timer, ScheduledRetryRegistry calls, Supplier<List<RetryListener>> listeners) {
        this.waits = new Waits(timer, calls, new RetryListeners(listeners));
    }

    private static Future<?> schedule(Callable<?> task, Duration delay) {
        return new Scheduled(Schedulers.parallel()
                .schedule(() -> run(task), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS));
    }

    private static void run(Callable<?> task) {
        try {
            task.call();
        } catch (Exception ex) {
            throw Exceptions.propagate(ex);
        }
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
            RetryClient state) {
        return MonoRetry.of(new RetrySource<>(waits, first, attempts, settings, state));
    }

    /** Does the same for a publisher of many elements, each call of which is retried up to its first element. */
    @NullUnmarked
    public <T> Flux<T> flux(
            Publisher<T> first,
            RetryCallback<? extends Publisher<T>, ?> attempts,
            Settings settings,
            RetryClient state) {
        return FluxRetry.of(new RetrySource<>(waits, first, attempts, settings, state));
    }

    private static final class Scheduled extends CompletableFuture<Void> {

        private final Disposable task;

        private Scheduled(Disposable task) {
            this.task = task;
        }

        /** Makes no exception, which nobody would see: each wait that is over is cancelled. */
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean first = !task.isDisposed();
            task.dispose();
            return first;
        }
    }
}
