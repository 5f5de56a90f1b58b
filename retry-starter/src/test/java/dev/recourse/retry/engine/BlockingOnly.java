package dev.recourse.retry.engine;

import java.util.List;
import org.springframework.context.support.GenericApplicationContext;

/** The retries of a test in which every call holds its thread. */
final class BlockingOnly {

    private BlockingOnly() {}

    static Retries retries(BlockingRetries blocking) {
        WaitingCalls waiting = new WaitingCalls(new GenericApplicationContext());
        return new Retries(
                blocking, new FutureRetries(new ManualTimer(), waiting, List::of, () -> Runnable::run), null);
    }
}
