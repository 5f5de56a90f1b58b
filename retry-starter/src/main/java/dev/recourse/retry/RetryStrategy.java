package dev.recourse.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Retries any block of code, by the same rules as an annotated method.
 *
 * <p>Where the block fails for good its last failure is thrown as it is, with the failures before it as suppressed
 * exceptions, or a {@link RetryLaterException} where the settings say so. An interrupt ends a wait in the same way and
 * leaves the thread's interrupt flag set.
 */
public interface RetryStrategy {

    /** Calls the block until it succeeds or may not be called again, waiting in this thread. */
    <T extends @Nullable Object> T call(Callable<T> block) throws Exception;

    /** Runs the block until it succeeds or may not be run again, waiting in this thread. */
    void run(Action block) throws Exception;

    /** A block without a result. */
    @FunctionalInterface
    interface Action {

        /** Runs the block once. */
        void run() throws Exception;
    }

    /** What a strategy changes in the settings for all clients; the grammar is that of {@code recourse.retry}. */
    interface Rules {

        /** Sets the rule for an exact status, 100 to 599. */
        Rules delay(int status, String rule);

        /** Sets the rule for an exception type and its subtypes. */
        Rules delay(Class<? extends Throwable> type, String rule);

        /** Sets the rule for a condition as a key of {@code delays} names it: {@code 5xx}, {@code read-timeout}. */
        Rules delay(String condition, String rule);

        /** Sets the number of calls after the first, zero or more. */
        Rules maxRetries(int maxRetries);

        /** Sets the longest single delay for which the caller is held. */
        Rules maxWait(Duration maxWait);

        /** Sets the time for all calls and waits together. */
        Rules timeout(Duration timeout);

        /** Sets when a {@link RetryLaterException} is raised. */
        Rules handOff(HandOff handOff);
    }
}
