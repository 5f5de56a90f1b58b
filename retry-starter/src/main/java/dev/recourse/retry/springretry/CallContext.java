package dev.recourse.retry.springretry;

import dev.recourse.retry.execution.BlockingCall;
import dev.recourse.retry.settings.Settings;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryState;
import org.springframework.retry.context.RetryContextSupport;

/**
 * The context of one call, for listeners and for code within an attempt.
 *
 * <p>It is also the state by which one template, which is costly to create, tells the calls apart.
 */
final class CallContext extends RetryContextSupport implements RetryState {

    private @Nullable RetryContext parent;
    private @Nullable BlockingCall<?, ?> call;
    private int failures;
    private @Nullable Throwable last;

    CallContext(Settings settings) {
        super(null);
        setAttribute(MAX_ATTEMPTS, settings.maxAttempts());
    }

    /** Says which call the template is to repeat. */
    void of(BlockingCall<?, ?> blocking) {
        call = blocking;
    }

    BlockingCall<?, ?> call() {
        return Objects.requireNonNull(call, "not a blocking call");
    }

    CallContext within(@Nullable RetryContext outer) {
        parent = outer;
        return this;
    }

    void failed(int attempt, Throwable failure) {
        failures = attempt;
        last = failure;
    }

    @Override
    public @Nullable RetryContext getParent() {
        return parent;
    }

    @Override
    public int getRetryCount() {
        return failures;
    }

    @Override
    public @Nullable Throwable getLastThrowable() {
        return last;
    }

    @Override
    public @Nullable Object getKey() {
        return null;
    }

    @Override
    public boolean isForceRefresh() {
        return true;
    }

    @Override
    public boolean rollbackFor(Throwable failure) {
        return false;
    }
}
