package dev.recourse.retry.aop;

import dev.recourse.retry.durable.StoredMethod;
import dev.recourse.retry.durable.StoredRun;
import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Stores each call instead of making it, and lets those pass that were stored. */
final class OutboxInterceptor implements MethodInterceptor {

    private final RetryOnStatusMethods methods;

    OutboxInterceptor(RetryOnStatusMethods methods) {
        this.methods = methods;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        RetriedMethod method = methods.get(invocation.getMethod());
        StoredMethod stored = Objects.requireNonNull(method.stored(), "No durable method");
        if (StoredRun.of(stored) != null) {
            return invocation.proceed();
        }
        stored.storeFirst(invocation.getArguments(), MethodRetryCallback.scopeOf(invocation, method));
        return null;
    }
}
