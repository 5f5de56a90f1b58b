package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.durable.StoredMethod;
import dev.recourse.retry.durable.StoredRun;
import dev.recourse.retry.execution.BlockingRetryExecutor;
import dev.recourse.retry.idempotency.EventOrder;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Lets a blocking call pass, and hands it to its executor if it fails or is not admitted at once. */
final class BlockingInterceptor implements MethodInterceptor {

    private final ClientSelector clients;
    private final RetryOnStatusMethods methods;
    private final Supplier<BlockingRetryExecutor> executor;
    private final boolean returnsEntity;
    private final InvocationReplayer replayer = new InvocationReplayer(this);

    /**
     * Creates the interceptor.
     *
     * @param clients finds the client that a call belongs to
     * @param returnsEntity whether a result may report a failure
     */
    BlockingInterceptor(
            ClientSelector clients,
            RetryOnStatusMethods methods,
            Supplier<BlockingRetryExecutor> executor,
            boolean returnsEntity) {
        this.clients = clients;
        this.methods = methods;
        this.executor = executor;
        this.returnsEntity = returnsEntity;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        RetryClient client = clients.of(invocation);
        long start = client.start();
        @Nullable Object[] arguments = invocation.getArguments();
        if (!client.admit()) {
            return arrive(invocation, arguments, client, start);
        }
        long mark = EventOrder.now();
        Throwable first;
        try {
            Object value = invocation.proceed();
            RuntimeException failed = returnsEntity ? failureIn(value, invocation) : null;
            if (failed == null) {
                return value;
            }
            first = failed;
        } catch (Throwable ex) {
            first = ex;
        }
        return retry(first, invocation, arguments, client, start, mark);
    }

    private @Nullable Object arrive(
            MethodInvocation invocation, @Nullable Object[] arguments, RetryClient client, long start)
            throws Throwable {
        RetriedMethod method = methods.get(invocation.getMethod());
        StoredMethod stored = method.stored();
        StoredRun run = stored == null ? null : StoredRun.of(stored);
        if (run != null) {
            run.take(client);
        }
        return executor.get().arrive(callback(invocation, arguments, method, client, run, true), start);
    }

    private @Nullable RuntimeException failureIn(@Nullable Object value, MethodInvocation invocation) {
        return methods.get(invocation.getMethod()).settings().failureIn(value);
    }

    private @Nullable Object retry(
            Throwable first,
            MethodInvocation invocation,
            @Nullable Object[] arguments,
            RetryClient client,
            long start,
            long mark)
            throws Throwable {
        RetriedMethod method = get(() -> methods.get(invocation.getMethod()), first);
        return get(executor, first)
                .retry(first, callback(invocation, arguments, method, client, null, false), start, mark);
    }

    private MethodRetryCallback<Object> callback(
            MethodInvocation invocation,
            @Nullable Object[] arguments,
            RetriedMethod method,
            RetryClient client,
            @Nullable StoredRun run,
            boolean fresh) {
        return new MethodRetryCallback<>(replayer, invocation, arguments, method, client, run, fresh);
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
