package dev.recourse.retry.engine;

import dev.recourse.retry.RetryStrategy;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A strategy that carries out one set of settings. */
final class DefaultRetryStrategy implements RetryStrategy {

    private final Settings settings;
    private final Retries retries;

    DefaultRetryStrategy(Settings settings, Retries retries) {
        this.settings = settings;
        this.retries = retries;
    }

    @Override
    public <T extends @Nullable Object> T call(Callable<T> block) throws Exception {
        long start = retries.blocking().start();
        try {
            return block.call();
        } catch (Exception | Error first) {
            return retry(first, block, start);
        }
    }

    @Override
    public void run(Action block) throws Exception {
        long start = retries.blocking().start();
        try {
            block.run();
        } catch (Exception | Error first) {
            Callable<@Nullable Object> again = () -> {
                block.run();
                return null;
            };
            retry(first, again, start);
        }
    }

    private <T extends @Nullable Object> T retry(Throwable first, Callable<T> block, long start) throws Exception {
        return retries.blocking().retry(first, new Attempts<>(first, block, settings.client()), settings, start);
    }

    @Override
    public <T> Mono<T> mono(Supplier<Mono<T>> block) {
        return reactive().mono(Mono.defer(block), new LaterAttempts<>(block, settings.client()), settings);
    }

    @Override
    public <T> Flux<T> flux(Supplier<Flux<T>> block) {
        return reactive().flux(Flux.defer(block), new LaterAttempts<>(block, settings.client()), settings);
    }

    private ReactiveRetries reactive() {
        return Objects.requireNonNull(retries.reactive(), "Reactor is not there");
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> future(Supplier<? extends CompletionStage<T>> block) {
        return retries.futures().call(new LaterAttempts<>(block, settings.client()), settings);
    }

    private record LaterAttempts<R>(Supplier<? extends R> block, String client) implements RetryCallback<R, Exception> {

        @Override
        public R doWithRetry(RetryContext context) {
            return block.get();
        }

        @Override
        public String getLabel() {
            return label(client);
        }
    }

    private static String label(String client) {
        return "A call of client " + client;
    }

    private record Attempts<T extends @Nullable Object>(Throwable first, Callable<T> block, String client)
            implements RetryCallback<T, Exception> {

        @Override
        public T doWithRetry(RetryContext context) throws Exception {
            if (context.getRetryCount() > 0) {
                return block.call();
            }
            if (first instanceof Error error) {
                throw error;
            }
            throw (Exception) first;
        }

        @Override
        public String getLabel() {
            return label(client);
        }
    }
}
