package dev.recourse.retry.engine;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.retry.RetryListener;

/** The retries of a test in which every call holds its thread. */
final class BlockingOnly {

    private BlockingOnly() {}

    static Retries retries(Pause pause, Supplier<List<RetryListener>> listeners) {
        WaitingCalls waiting = new WaitingCalls(new GenericApplicationContext());
        return new Retries(
                new BlockingRetries(pause, waiting, listeners),
                new FutureRetries(new ManualTimer(), waiting, List::of, () -> Runnable::run),
                null);
    }
}
