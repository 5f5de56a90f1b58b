package dev.recourse.retry.execution;

import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.settings.Settings;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A strategy that carries out one set of settings. */
final class DefaultRetryStrategy implements RetryStrategy {

    private final Settings settings;
    private final RetryClient client;
    private final RetryExecutors executors;
    private final String label;

    DefaultRetryStrategy(Settings settings, RetryClient client, RetryExecutors executors) {
        this.settings = settings;
        this.client = client;
        this.executors = executors;
        this.label = "A call of client " + settings.client();
    }

    @Override
    public <T extends @Nullable Object> T call(Callable<T> block) throws Exception {
        long start = client.start();
        if (!client.admit()) {
            return executors.blocking().arrive(new Block<>(block, this), start);
        }
        long mark = EventOrder.now();
        Throwable first;
        try {
            T value = block.call();
            RuntimeException failed = settings.failureIn(value);
            if (failed == null) {
                return value;
            }
            first = failed;
        } catch (Exception | Error ex) {
            first = ex;
        }
        return executors.blocking().retry(first, new Block<>(block, this), start, mark);
    }

    @Override
    public void run(Action block) throws Exception {
        long start = client.start();
        if (!client.admit()) {
            executors.blocking().arrive(new Block<>(callable(block), this), start);
            return;
        }
        long mark = EventOrder.now();
        try {
            block.run();
        } catch (Exception | Error first) {
            executors.blocking().retry(first, new Block<>(callable(block), this), start, mark);
        }
    }

    @Override
    public RetryStrategy scoped(String scope) {
        return new DefaultRetryStrategy(settings, client.scoped(Objects.requireNonNull(scope, "scope")), executors);
    }

    private static Callable<@Nullable Object> callable(Action block) {
        return () -> {
            block.run();
            return null;
        };
    }

    @Override
    public <T> Mono<T> mono(Supplier<Mono<T>> block) {
        return reactive().mono(null, new Supplied<>(block, this));
    }

    @Override
    public <T> Flux<T> flux(Supplier<Flux<T>> block) {
        return reactive().flux(null, new Supplied<>(block, this));
    }

    private ReactiveRetryExecutor reactive() {
        return Objects.requireNonNull(executors.reactive(), "Reactor is not there");
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> future(Supplier<? extends CompletionStage<T>> block) {
        return executors.futures().call(new Supplied<>(block, this));
    }

    /** An attempt of a call of the strategy. */
    private interface OfStrategy<T extends @Nullable Object, E extends Throwable> extends Attempt<T, E> {

        DefaultRetryStrategy strategy();

        @Override
        default String label() {
            return strategy().label;
        }

        @Override
        default Settings settings() {
            return strategy().settings;
        }

        @Override
        default RetryClient client() {
            return strategy().client;
        }
    }

    private record Block<T extends @Nullable Object>(Callable<T> block, DefaultRetryStrategy strategy)
            implements OfStrategy<T, Exception> {

        @Override
        public T make() throws Exception {
            return block.call();
        }
    }

    private record Supplied<T>(Supplier<? extends T> block, DefaultRetryStrategy strategy)
            implements OfStrategy<T, RuntimeException> {

        @Override
        public T make() {
            return block.get();
        }
    }
}
