package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.FutureRetryExecutor;
import dev.recourse.retry.idempotency.EventOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Lets a call pass that returns a future, and hands it to the engine unless it has succeeded already. */
final class FutureInterceptor implements MethodInterceptor {

    private final RetryClient state;
    private final RetryOnStatusMethods methods;
    private final Supplier<FutureRetryExecutor> retries;
    private final InvocationReplayer reinvocations = new InvocationReplayer(this);

    FutureInterceptor(RetryClient state, RetryOnStatusMethods methods, Supplier<FutureRetryExecutor> retries) {
        this.state = state;
        this.methods = methods;
        this.retries = retries;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) {
        long start = state.start();
        @Nullable Object[] arguments = invocation.getArguments();
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
            RetriedMethod method = methods.get(invocation.getMethod());
            return retries.get().arrive(attempts(invocation, arguments, method), method.settings(), state, start);
        }
        state.count();
        long mark = EventOrder.now();
        CompletionStage<?> first = first(invocation);
        return first == null || FutureRetryExecutor.hasSucceeded(first)
                ? first
                : follow(first, invocation, arguments, start, mark);
    }

    private static @Nullable CompletionStage<?> first(MethodInvocation invocation) {
        try {
            return (CompletionStage<?>) invocation.proceed();
        } catch (Throwable ex) {
            return CompletableFuture.failedFuture(ex);
        }
    }

    private <T extends @Nullable Object> CompletionStage<T> follow(
            CompletionStage<T> first,
            MethodInvocation invocation,
            @Nullable Object[] arguments,
            long start,
            long mark) {
        RetriedMethod method = methods.get(invocation.getMethod());
        MethodRetryCallback<CompletionStage<T>> attempts = attempts(invocation, arguments, method);
        return retries.get().follow(first, attempts, method.settings(), state, start, mark);
    }

    private <T extends @Nullable Object> MethodRetryCallback<CompletionStage<T>> attempts(
            MethodInvocation invocation, @Nullable Object[] arguments, RetriedMethod method) {
        return new MethodRetryCallback<>(reinvocations, (ProxyMethodInvocation) invocation, arguments, method);
    }
}
