package dev.recourse.retry.execution;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.support.RetrySynchronizationManager;

/**
 * The policies by which spring-retry carries out what was decided about a call.
 *
 * <p>One serves all calls, since a template costs more than a call: the {@link BlockingCall} is registered as the context
 * around the retries, and taken from there as the context of them.
 */
final class BlockingPolicy implements RetryPolicy, BackOffPolicy {

    @Override
    public RetryContext open(@Nullable RetryContext parent) {
        return Objects.requireNonNull(parent);
    }

    @Override
    public void registerThrowable(RetryContext context, Throwable failure) {
        ((BlockingCall) context).registerThrowable(failure);
    }

    @Override
    public boolean canRetry(RetryContext context) {
        return ((BlockingCall) context).canRetry();
    }

    @Override
    public void close(RetryContext context) {}

    @Override
    public @Nullable BackOffContext start(RetryContext context) {
        return null;
    }

    @Override
    public void backOff(@Nullable BackOffContext context) {
        if (RetrySynchronizationManager.getContext() instanceof BlockingCall call && !call.hold()) {
            throw new BackOffInterruptedException("Not to be called again");
        }
    }
}
