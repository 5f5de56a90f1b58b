package dev.recourse.retry.execution;

import dev.recourse.retry.springretry.SpringRetryListeners;
import dev.recourse.retry.springretry.SpringRetryLoop;
import dev.recourse.retry.time.ManualScheduler;
import dev.recourse.retry.time.Sleeper;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.retry.RetryListener;

/** The executors of a test in which every call holds its thread. */
final class BlockingOnly {

    private BlockingOnly() {}

    static RetryExecutors retries(Sleeper sleeper, Supplier<List<RetryListener>> listeners) {
        return retries(sleeper, new ScheduledRetryRegistry(new GenericApplicationContext()), listeners);
    }

    static RetryExecutors retries(
            Sleeper sleeper, ScheduledRetryRegistry waiting, Supplier<List<RetryListener>> listeners) {
        RetryListeners all = listeners(listeners);
        return new RetryExecutors(
                new BlockingRetryExecutor(sleeper, waiting, all, new SpringRetryLoop()),
                new FutureRetryExecutor(new ManualScheduler(), waiting, all, () -> Runnable::run),
                null);
    }

    static RetryListeners listeners(Supplier<List<RetryListener>> listeners) {
        return new RetryListeners(List.of(new SpringRetryListeners(listeners)));
    }
}
