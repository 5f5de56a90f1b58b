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

/** Lets a call pass that returns a future, and hands it to its executor unless it has succeeded already. */
final class FutureInterceptor implements MethodInterceptor {

    private final ClientSelector clients;
    private final RetryOnStatusMethods methods;
    private final Supplier<FutureRetryExecutor> executor;
    private final boolean returnsEntity;
    private final InvocationReplayer replayer = new InvocationReplayer(this);

    /**
     * Creates the interceptor.
     *
     * @param clients finds the client that a call belongs to
     * @param returnsEntity whether a future's value may report a failure
     */
    FutureInterceptor(
            ClientSelector clients,
            RetryOnStatusMethods methods,
            Supplier<FutureRetryExecutor> executor,
            boolean returnsEntity) {
        this.clients = clients;
        this.methods = methods;
        this.executor = executor;
        this.returnsEntity = returnsEntity;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) {
        RetryClient client = clients.of(invocation);
        long start = client.start();
        @Nullable Object[] arguments = invocation.getArguments();
        if (!client.admit()) {
            RetriedMethod method = methods.get(invocation.getMethod());
            return executor.get().arrive(callback(invocation, arguments, method, client), start);
        }
        long mark = EventOrder.now();
        CompletionStage<?> first = first(invocation);
        return first == null || (FutureRetryExecutor.hasSucceeded(first) && !returnsEntity)
                ? first
                : follow(first, invocation, arguments, client, start, mark);
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
            RetryClient client,
            long start,
            long mark) {
        RetriedMethod method = methods.get(invocation.getMethod());
        MethodRetryCallback<CompletionStage<T>> callback = callback(invocation, arguments, method, client);
        return executor.get().follow(first, callback, start, mark);
    }

    private <T extends @Nullable Object> MethodRetryCallback<CompletionStage<T>> callback(
            MethodInvocation invocation, @Nullable Object[] arguments, RetriedMethod method, RetryClient client) {
        return new MethodRetryCallback<>(replayer, invocation, arguments, method, client, null, false);
    }
}
