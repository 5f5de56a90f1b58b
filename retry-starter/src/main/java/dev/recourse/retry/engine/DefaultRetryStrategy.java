package dev.recourse.retry.engine;

import dev.recourse.retry.RetryStrategy;
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
        return retries.arrive(new Attempts<>(null, block, settings.client()), settings, state, start);
    }

    private <T extends @Nullable Object> T retry(Throwable first, Callable<T> block, long start) throws Exception {
        return retries.retry(first, new Attempts<>(first, block, settings.client()), settings, state, start);
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
            return "A call of client " + client;
        }
    }
}
