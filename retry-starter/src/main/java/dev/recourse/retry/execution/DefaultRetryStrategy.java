package dev.recourse.retry.execution;

import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
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
    private final RetryClient state;
    private final RetryExecutors retries;
    private final String label;

    DefaultRetryStrategy(Settings settings, RetryClient state, RetryExecutors retries) {
        this.settings = settings;
        this.state = state;
        this.retries = retries;
        this.label = "A call of client " + settings.client();
    }

    @Override
    public <T extends @Nullable Object> T call(Callable<T> block) throws Exception {
        long start = state.start();
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
            return arrive(block, start);
        }
        state.count();
        long mark = EventOrder.now();
        try {
            return block.call();
        } catch (Exception | Error first) {
            return retry(first, block, start, mark);
        }
    }

    @Override
    public void run(Action block) throws Exception {
        long start = state.start();
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
            arrive(callable(block), start);
            return;
        }
        state.count();
        long mark = EventOrder.now();
        try {
            block.run();
        } catch (Exception | Error first) {
            retry(first, callable(block), start, mark);
        }
    }

    private static Callable<@Nullable Object> callable(Action block) {
        return () -> {
            block.run();
            return null;
        };
    }

    private <T extends @Nullable Object> T arrive(Callable<T> block, long start) throws Exception {
        IdempotencyKey key = state.newKey();
        return retries.blocking().arrive(new Attempts<>(null, block, label, key), settings, state, key, start);
    }

    private <T extends @Nullable Object> T retry(Throwable first, Callable<T> block, long start, long mark)
            throws Exception {
        return retries.blocking().retry(first, new Attempts<>(first, block, label, null), settings, state, start, mark);
    }

    @Override
    public <T> Mono<T> mono(Supplier<Mono<T>> block) {
        return reactive().mono(null, new LaterAttempts<>(block, label), settings, state);
    }

    @Override
    public <T> Flux<T> flux(Supplier<Flux<T>> block) {
        return reactive().flux(null, new LaterAttempts<>(block, label), settings, state);
    }

    private ReactiveRetryExecutor reactive() {
        return Objects.requireNonNull(retries.reactive(), "Reactor is not there");
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> future(Supplier<? extends CompletionStage<T>> block) {
        return retries.futures().call(new LaterAttempts<>(block, label), settings, state);
    }

    private record LaterAttempts<R>(Supplier<? extends R> block, String label) implements RetryCallback<R, Exception> {

        @Override
        public R doWithRetry(RetryContext context) {
            return block.get();
        }

        @Override
        public String getLabel() {
            return label;
        }
    }

    private static final class Attempts<T extends @Nullable Object> implements RetryCallback<T, Exception> {

        private final Callable<T> block;
        private final String label;
        private final @Nullable IdempotencyKey key;
        private @Nullable Throwable first;

        private Attempts(@Nullable Throwable first, Callable<T> block, String label, @Nullable IdempotencyKey key) {
            this.first = first;
            this.block = block;
            this.label = label;
            this.key = key;
        }

        @Override
        public T doWithRetry(RetryContext context) throws Exception {
            if (context.getRetryCount() > 0 || first == null) {
                return attempt();
            }
            if (first instanceof Error error) {
                throw error;
            }
            throw (Exception) first;
        }

        private T attempt() throws Exception {
            IdempotencyKey outer = IdempotencyKey.bind(key);
            try {
                return block.call();
            } catch (Exception | Error ex) {
                first = ex;
                throw ex;
            } finally {
                IdempotencyKey.bind(outer);
            }
        }

        @Override
        public String getLabel() {
            return label;
        }
    }
}
