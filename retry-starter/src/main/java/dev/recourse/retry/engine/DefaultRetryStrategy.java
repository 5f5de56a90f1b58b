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
    private final ClientState state;
    private final Retries retries;

    DefaultRetryStrategy(Settings settings, ClientState state, Retries retries) {
        this.settings = settings;
        this.state = state;
        this.retries = retries;
    }

    @Override
    public <T extends @Nullable Object> T call(Callable<T> block) throws Exception {
        long start = state.start();
        if (state.isCooldownPossible()) {
            return arrive(block, start);
        }
        state.count();
        try {
            return block.call();
        } catch (Exception | Error first) {
            return retry(first, block, start);
        }
    }

    @Override
    public void run(Action block) throws Exception {
        long start = state.start();
        if (state.isCooldownPossible()) {
            arrive(callable(block), start);
            return;
        }
        state.count();
        try {
            block.run();
        } catch (Exception | Error first) {
            retry(first, callable(block), start);
        }
    }

    private static Callable<@Nullable Object> callable(Action block) {
        return () -> {
            block.run();
            return null;
        };
    }

    private <T extends @Nullable Object> T arrive(Callable<T> block, long start) throws Exception {
        return retries.blocking().arrive(new Attempts<>(null, block, settings.client()), settings, state, start);
    }

    private <T extends @Nullable Object> T retry(Throwable first, Callable<T> block, long start) throws Exception {
        return retries.blocking().retry(first, new Attempts<>(first, block, settings.client()), settings, state, start);
    }

    @Override
    public <T> Mono<T> mono(Supplier<Mono<T>> block) {
        return reactive().mono(null, new LaterAttempts<>(block, settings.client()), settings, state);
    }

    @Override
    public <T> Flux<T> flux(Supplier<Flux<T>> block) {
        return reactive().flux(null, new LaterAttempts<>(block, settings.client()), settings, state);
    }

    private ReactiveRetries reactive() {
        return Objects.requireNonNull(retries.reactive(), "Reactor is not there");
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> future(Supplier<? extends CompletionStage<T>> block) {
        return retries.futures().call(new LaterAttempts<>(block, settings.client()), settings, state);
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

    private static final class Attempts<T extends @Nullable Object> implements RetryCallback<T, Exception> {

        private final Callable<T> block;
        private final String client;
        private @Nullable Throwable first;

        private Attempts(@Nullable Throwable first, Callable<T> block, String client) {
            this.first = first;
            this.block = block;
            this.client = client;
        }

        @Override
        public T doWithRetry(RetryContext context) throws Exception {
            if (context.getRetryCount() > 0) {
                return block.call();
            }
            if (first == null) {
                return callFirst();
            }
            if (first instanceof Error error) {
                throw error;
            }
            throw (Exception) first;
        }

        private T callFirst() throws Exception {
            try {
                return block.call();
            } catch (Exception | Error ex) {
                first = ex;
                throw ex;
            }
        }

        @Override
        public String getLabel() {
            return label(client);
        }
    }
}
