package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.ReactiveRetryExecutor;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.publisher.Mono;

/**
 * Makes each subscription to what a method returns a call of its own.
 *
 * <p>The first attempt of each subscribes to what the method has returned, as it would without retries; those after it
 * invoke the method again. In a cooldown, and where calls have an idempotency key, the method is invoked only with a
 * subscription.
 */
final class ReactiveInterceptor implements MethodInterceptor {

    private final RetryClient state;
    private final RetryOnStatusMethods methods;
    private final Supplier<ReactiveRetryExecutor> retries;
    private final ReturnKind kind;
    private final InvocationReplayer reinvocations = new InvocationReplayer(this);

    ReactiveInterceptor(
            RetryClient state, RetryOnStatusMethods methods, Supplier<ReactiveRetryExecutor> retries, ReturnKind kind) {
        this.state = state;
        this.methods = methods;
        this.retries = retries;
        this.kind = kind;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) {
        RetriedMethod method = methods.get(invocation.getMethod());
        MethodRetryCallback<Publisher<Object>> attempts = new MethodRetryCallback<>(
                reinvocations, (ProxyMethodInvocation) invocation, invocation.getArguments(), method);
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
            return retried(null, attempts, method);
        }
        Publisher<Object> first = first(attempts, invocation);
        return first == null ? null : retried(first, attempts, method);
    }

    private static @Nullable Publisher<Object> first(
            MethodRetryCallback<Publisher<Object>> attempts, MethodInvocation invocation) {
        try {
            return attempts.result(invocation.proceed());
        } catch (Throwable ex) {
            return Mono.error(ex);
        }
    }

    private Object retried(
            @Nullable Publisher<Object> first, MethodRetryCallback<Publisher<Object>> attempts, RetriedMethod method) {
        Publisher<Object> retried = kind == ReturnKind.MONO
                ? retries.get().mono(first, attempts, method.settings(), state)
                : retries.get().flux(first, attempts, method.settings(), state);
        return method.adapter() == null ? retried : method.adapter().fromPublisher(retried);
    }
}
