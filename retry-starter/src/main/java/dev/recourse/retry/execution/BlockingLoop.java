package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;

/** Repeats the attempts of a blocking call. */
@FunctionalInterface
public interface BlockingLoop {

    /**
     * Makes attempts until one succeeds, or the call has ended.
     *
     * <p>The next attempt is due when this is called. It is the loop that {@code springretry} leaves to spring-retry:
     *
     * <pre>{@code
     * do {
     *     try {
     *         return call.makeAttempt();
     *     } catch (Throwable failure) {
     *         call.failed(failure);
     *     }
     * } while (call.awaitAttempt());
     * throw call.outcome();
     * }</pre>
     *
     * @return the value of the attempt that succeeded
     * @throws Throwable anything, if the call has ended: its caller gets {@link BlockingCall#outcome()}
     */
    <T extends @Nullable Object> T run(BlockingCall<T, ?> call) throws Throwable;
}
