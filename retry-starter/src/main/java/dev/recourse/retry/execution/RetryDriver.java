package dev.recourse.retry.execution;

import dev.recourse.retry.decision.Decision;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Carries out what a {@link RetryExecution} asks for, in the way of one kind of call. */
interface RetryDriver extends RetryCall {

    /** Returns what this call shares with all others of its kind. */
    AbstractRetryExecutor executor();

    /** Prepares a wait; returns why the call cannot wait where it was made, with a remedy, or null if it can. */
    default @Nullable String prepareWait(Decision.Wait wait) {
        return null;
    }

    /**
     * Lets {@link RetryExecution#call()} be called after a delay.
     *
     * @return cancels that
     */
    Future<?> schedule(RetryExecution execution, Duration delay);

    /** Ends the wait for a cooldown that was lifted, in another thread if that may take long. */
    void wake(RetryExecution execution);

    /**
     * Runs a task where the next attempt may be made, with the thread locals of the call. It may wait for a thread; a call
     * that holds its own needs none.
     */
    default void resume(Runnable task) {
        runAtOnce(task);
    }

    /** Runs a task, which ends the call, without waiting for a thread of the application. */
    default void runAtOnce(Runnable task) {
        task.run();
    }

    /** Begins the next attempt. */
    void beginAttempt();

    /** Gives the caller what the call ends with; of a {@code FailedValueException}, the value. */
    void end(Throwable failure);
}
