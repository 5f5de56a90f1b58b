package dev.recourse.retry.aop;

import dev.recourse.retry.execution.ReadsOnce;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.core.ReactiveAdapter;
import org.springframework.retry.RetryContext;
import org.springframework.retry.interceptor.MethodInvocationRetryCallback;

/** The attempts of a call that is not waited for in its thread: each invokes the method anew. */
final class MethodRetryCallback<R> extends MethodInvocationRetryCallback<@Nullable R, Throwable> implements ReadsOnce {

    private final InvocationReplayer reinvocations;
    private final ProxyMethodInvocation used;
    private final @Nullable Object[] arguments;
    private final @Nullable ReactiveAdapter adapter;

    /**
     * Creates the attempts.
     *
     * @param arguments the caller's, which advice may have replaced in the invocation
     */
    MethodRetryCallback(
            InvocationReplayer reinvocations,
            ProxyMethodInvocation used,
            @Nullable Object[] arguments,
            RetriedMethod method) {
        super(used, method.label());
        this.reinvocations = reinvocations;
        this.used = used;
        this.arguments = arguments;
        this.adapter = method.adapter();
    }

    @Override
    public @Nullable String usedUp() {
        return OneShotArguments.find(arguments);
    }

    @Override
    public @Nullable R doWithRetry(RetryContext context) throws Throwable {
        return result(reinvocations.of(used, arguments).proceed());
    }

    /** Returns what the method has returned as the engine knows it. */
    @SuppressWarnings("unchecked") // what the method declares
    @Nullable
    R result(@Nullable Object returned) {
        return (R) (adapter == null || returned == null ? returned : adapter.toPublisher(returned));
    }
}
