package dev.recourse.retry.execution;

import org.jspecify.annotations.Nullable;

/**
 * The ways to go on with a call whose first attempt has failed.
 *
 * @param blocking for a call that holds its thread
 * @param futures for a call that returns a future
 * @param reactive for a call that returns a publisher, null where Reactor is absent
 */
public record RetryExecutors(
        BlockingRetryExecutor blocking,
        FutureRetryExecutor futures,
        @Nullable ReactiveRetryExecutor reactive) {}
