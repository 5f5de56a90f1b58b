package dev.recourse.retry.springretry;

import dev.recourse.retry.execution.BlockingCall;
import dev.recourse.retry.execution.BlockingLoop;
import dev.recourse.retry.execution.CallListener;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.RetryState;
import org.springframework.retry.support.RetrySynchronizationManager;
import org.springframework.retry.support.RetryTemplate;

/** Repeats blocking calls with one {@link RetryTemplate}, which a {@link CallPolicy} makes do what was decided. */
public final class SpringRetryLoop extends RetryTemplate implements BlockingLoop {

    public SpringRetryLoop() {
        CallPolicy policy = new CallPolicy();
        setRetryPolicy(policy);
        setBackOffPolicy(policy);
        setThrowLastExceptionOnExhausted(true);
    }

    @Override
    public <T extends @Nullable Object> T run(BlockingCall<T, ?> call) throws Throwable {
        return execute(context -> call.makeAttempt(), context(call));
    }

    private static CallContext context(BlockingCall<?, ?> call) {
        CallListener listener = call.listener();
        ListenerNotifier notifier = listener == null ? null : listener.unwrap(ListenerNotifier.class);
        CallContext context = notifier == null ? new CallContext(call.settings()) : notifier.context();
        context.failed(call.failures(), call.lastFailure());
        context.of(call);
        return context;
    }

    /** The template registers the context with the thread, for code within an attempt, and puts back the outer one. */
    @Override
    protected RetryContext open(RetryPolicy policy, RetryState call) {
        return ((CallContext) call).within(RetrySynchronizationManager.getContext());
    }
}
