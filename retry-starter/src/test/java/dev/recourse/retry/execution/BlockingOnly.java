package dev.recourse.retry.execution;

import dev.recourse.retry.time.ManualScheduler;
import dev.recourse.retry.time.Sleeper;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.retry.RetryListener;

/** The retries of a test in which every call holds its thread. */
final class BlockingOnly {

    private BlockingOnly() {}

    static RetryExecutors retries(Sleeper pause, Supplier<List<RetryListener>> listeners) {
        return retries(pause, new ScheduledRetryRegistry(new GenericApplicationContext()), listeners);
    }

    static RetryExecutors retries(
            Sleeper pause, ScheduledRetryRegistry waiting, Supplier<List<RetryListener>> listeners) {
        return new RetryExecutors(
                new BlockingRetryExecutor(pause, waiting, listeners),
                new FutureRetryExecutor(new ManualScheduler(), waiting, List::of, () -> Runnable::run),
                null);
    }
}
