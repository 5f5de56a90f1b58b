package dev.recourse.retry.engine;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.retry.RetryListener;

/** The retries of a test in which every call holds its thread. */
final class BlockingOnly {

    private BlockingOnly() {}

    static Retries retries(Pause pause, Supplier<List<RetryListener>> listeners) {
        return retries(pause, new WaitingCalls(new GenericApplicationContext()), listeners);
    }

    static Retries retries(Pause pause, WaitingCalls waiting, Supplier<List<RetryListener>> listeners) {
        return new Retries(
                new BlockingRetries(pause, waiting, listeners),
                new FutureRetries(new ManualTimer(), waiting, List::of, () -> Runnable::run),
                null);
    }
}
