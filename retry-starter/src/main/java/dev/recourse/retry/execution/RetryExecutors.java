package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;

/**
 * The executors of the three kinds of call.
 *
 * @param blocking for a call that holds its thread
 * @param futures for a call that returns a future
 * @param reactive for a call that returns a publisher, null where Reactor is absent
 */
public record RetryExecutors(
        BlockingRetryExecutor blocking,
        FutureRetryExecutor futures,
        @Nullable ReactiveRetryExecutor reactive) {}
