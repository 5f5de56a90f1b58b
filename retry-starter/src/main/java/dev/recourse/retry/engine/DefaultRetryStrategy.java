package dev.recourse.retry.engine;

import dev.recourse.retry.RetryStrategy;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/** A strategy that carries out one set of settings. */
final class DefaultRetryStrategy implements RetryStrategy {

    private final Settings settings;
    private final BlockingRetries retries;

    DefaultRetryStrategy(Settings settings, BlockingRetries retries) {
        this.settings = settings;
        this.retries = retries;
    }

    @Override
    public <T extends @Nullable Object> T call(Callable<T> block) throws Exception {
        long start = retries.start();
        try {
            return block.call();
        } catch (Exception | Error first) {
            return retry(first, block, start);
        }
    }

    @Override
    public void run(Action block) throws Exception {
        long start = retries.start();
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
        return retries.retry(first, new Attempts<>(first, block, settings.client()), settings, start);
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
            return "A call of client " + client;
        }
    }
}
