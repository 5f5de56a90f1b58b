package dev.recourse.retry.engine;

import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.idempotency.IdempotencyKey;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/** A strategy that carries out one set of settings. */
final class DefaultRetryStrategy implements RetryStrategy {

    private final Settings settings;
    private final ClientState state;
    private final BlockingRetries retries;

    DefaultRetryStrategy(Settings settings, ClientState state, BlockingRetries retries) {
        this.settings = settings;
        this.state = state;
        this.retries = retries;
    }

    @Override
    public <T extends @Nullable Object> T call(Callable<T> block) throws Exception {
        long start = state.start();
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
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
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
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
        IdempotencyKey key = state.newKey();
        return retries.arrive(new Attempts<>(null, block, settings.client(), key), settings, state, key, start);
    }

    private <T extends @Nullable Object> T retry(Throwable first, Callable<T> block, long start) throws Exception {
        return retries.retry(first, new Attempts<>(first, block, settings.client(), null), settings, state, start);
    }

    private static final class Attempts<T extends @Nullable Object> implements RetryCallback<T, Exception> {

        private final Callable<T> block;
        private final String client;
        private final @Nullable IdempotencyKey key;
        private @Nullable Throwable first;

        private Attempts(@Nullable Throwable first, Callable<T> block, String client, @Nullable IdempotencyKey key) {
            this.first = first;
            this.block = block;
            this.client = client;
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
            return "A call of client " + client;
        }
    }
}
