package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.ReactiveRetryExecutor;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Makes each subscription to a returned publisher a call of its own.
 *
 * <p>The first attempt of each subscribes to what the method has returned, as it would without retries; those after it
 * invoke the method again. In a cooldown, and where calls have an idempotency key, the method is invoked only with a
 * subscription.
 */
final class ReactiveInterceptor implements MethodInterceptor {

    private final ClientSelector clients;
    private final RetryOnStatusMethods methods;
    private final Supplier<ReactiveRetryExecutor> executor;
    private final ReturnKind kind;
    private final InvocationReplayer replayer = new InvocationReplayer(this);

    /**
     * Creates the interceptor.
     *
     * @param clients finds the client that a call belongs to
     */
    ReactiveInterceptor(
            ClientSelector clients,
            RetryOnStatusMethods methods,
            Supplier<ReactiveRetryExecutor> executor,
            ReturnKind kind) {
        this.clients = clients;
        this.methods = methods;
        this.executor = executor;
        this.kind = kind;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) {
        RetriedMethod method = methods.get(invocation.getMethod());
        RetryClient client = clients.of(invocation);
        MethodRetryCallback<Publisher<Object>> callback =
                new MethodRetryCallback<>(replayer, invocation, invocation.getArguments(), method, client, null, false);
        if (!client.isAdmitting()) {
            return retried(null, callback, method);
        }
        Publisher<Object> first = first(callback, invocation);
        return first == null ? null : retried(first, callback, method);
    }

    private static @Nullable Publisher<Object> first(
            MethodRetryCallback<Publisher<Object>> callback, MethodInvocation invocation) {
        try {
            return callback.result(invocation.proceed());
        } catch (Throwable ex) {
            return Mono.error(ex);
        }
    }

    private Object retried(
            @Nullable Publisher<Object> first, MethodRetryCallback<Publisher<Object>> callback, RetriedMethod method) {
        Publisher<Object> retried = kind == ReturnKind.MONO
                ? executor.get().mono(first, callback)
                : executor.get().flux(first, callback);
        return method.adapter() == null ? retried : method.adapter().fromPublisher(retried);
    }
}
