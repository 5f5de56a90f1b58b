package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.BlockingRetryExecutor;
import dev.recourse.retry.idempotency.EventOrder;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Lets a blocking call pass, and hands it to its executor if it fails or is not admitted at once. */
final class BlockingInterceptor implements MethodInterceptor {

    private final RetryClient client;
    private final RetryOnStatusMethods methods;
    private final Supplier<BlockingRetryExecutor> executor;
    private final InvocationReplayer replayer = new InvocationReplayer(this);

    BlockingInterceptor(RetryClient client, RetryOnStatusMethods methods, Supplier<BlockingRetryExecutor> executor) {
        this.client = client;
        this.methods = methods;
        this.executor = executor;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        long start = client.start();
        @Nullable Object[] arguments = invocation.getArguments();
        if (!client.admit()) {
            RetriedMethod method = methods.get(invocation.getMethod());
            return executor.get()
                    .arrive(callback(invocation, arguments, method, true), method.settings(), client, start);
        }
        long mark = EventOrder.now();
        try {
            return invocation.proceed();
        } catch (Throwable first) {
            RetriedMethod method = get(() -> methods.get(invocation.getMethod()), first);
            return get(executor, first)
                    .retry(
                            first,
                            callback(invocation, arguments, method, false),
                            method.settings(),
                            client,
                            start,
                            mark);
        }
    }

    private MethodRetryCallback<Object> callback(
            MethodInvocation invocation, @Nullable Object[] arguments, RetriedMethod method, boolean fresh) {
        return new MethodRetryCallback<>(replayer, invocation, arguments, method, fresh);
    }

    /** A bean that cannot be created must not hide what happened. */
    private static <T> T get(Supplier<T> needed, Throwable first) throws Throwable {
        try {
            return needed.get();
        } catch (RuntimeException ex) {
            first.addSuppressed(ex);
            throw first;
        }
    }
}
