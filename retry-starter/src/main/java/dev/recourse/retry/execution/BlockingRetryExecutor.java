package dev.recourse.retry.execution;

import dev.recourse.retry.failure.FailedValueException;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.time.Sleeper;
import org.jspecify.annotations.Nullable;

/** Carries out blocking calls that have failed, arrive in a cooldown or have an idempotency key. */
public final class BlockingRetryExecutor extends AbstractRetryExecutor {

    private final Sleeper sleeper;
    private final BlockingLoop loop;

    /**
     * Creates the executor.
     *
     * @param loop repeats the attempts after the first
     */
    public BlockingRetryExecutor(
            Sleeper sleeper, ScheduledRetryRegistry registry, RetryListeners listeners, BlockingLoop loop) {
        super(registry, listeners);
        this.sleeper = sleeper;
        this.loop = loop;
    }

    Sleeper sleeper() {
        return sleeper;
    }

    /**
     * Makes the attempts after the first, of a call that was admitted at once.
     *
     * @param first what the first attempt failed with
     * @param start when the call arrived
     * @param mark of the order of events, when the first attempt began
     */
    public <T extends @Nullable Object, E extends Throwable> T retry(
            Throwable first, Attempt<T, E> attempt, long start, long mark) throws E {
        return retry(first, new BlockingDriver<>(this, attempt, EarlierRuns.NONE, start, mark, false));
    }

    /**
     * Makes all attempts of a call that was not admitted at once: there may be a cooldown, an idempotency key,
     * or a call to continue.
     *
     * @param start when the call arrived
     */
    public <T extends @Nullable Object, E extends Throwable> T arrive(Attempt<T, E> attempt, long start) throws E {
        long mark = EventOrder.now();
        EarlierRuns earlier = EarlierRuns.of(attempt.label(), attempt.client());
        BlockingDriver<T, E> call = new BlockingDriver<>(this, attempt, earlier, start, mark, true);
        call.execution().arrive();
        if (!call.awaitAttempt()) {
            return end(call, call.outcome());
        }
        T value;
        try {
            value = call.makeAttempt();
        } catch (Throwable first) {
            return retry(first, call);
        }
        call.execution().succeeded(value);
        return value;
    }

    private <T extends @Nullable Object, E extends Throwable> T retry(Throwable first, BlockingDriver<T, E> call)
            throws E {
        call.failed(first);
        if (!call.awaitAttempt()) {
            return end(call, call.outcome());
        }
        T value;
        try {
            value = loop.run(call);
        } catch (Throwable end) {
            return end(call, call.outcome(end));
        }
        call.execution().succeeded(value);
        return value;
    }

    /** Gives the caller what the call ends with. An attempt has returned or thrown that, or it is unchecked. */
    @SuppressWarnings({"unchecked", "NullAway"}) // what is stored has no value
    private static <T extends @Nullable Object, E extends Throwable> T end(BlockingDriver<T, E> call, Throwable failure)
            throws E {
        if (call.hasEnded() && call.execution().isStored()) {
            return null;
        }
        if (failure instanceof FailedValueException failed) {
            return (T) failed.value();
        }
        throw (E) failure;
    }
}
