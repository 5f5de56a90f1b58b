package dev.recourse.retry.aop;

import dev.recourse.retry.engine.BlockingRetries;
import dev.recourse.retry.engine.Settings;
import dev.recourse.retry.engine.Stopwatch;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.retry.RetryContext;
import org.springframework.retry.interceptor.MethodInvocationRetryCallback;

/** Lets a call pass, and hands it to the engine if it fails. */
final class RetryOnStatusInterceptor implements MethodInterceptor {

    private final Stopwatch stopwatch;
    private final RetryOnStatusMethods methods;
    private final Supplier<BlockingRetries> retries;

    RetryOnStatusInterceptor(Stopwatch stopwatch, RetryOnStatusMethods methods, Supplier<BlockingRetries> retries) {
        this.stopwatch = stopwatch;
        this.methods = methods;
        this.retries = retries;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        long start = stopwatch.start();
        try {
            return invocation.proceed();
        } catch (Throwable first) {
            return retry((ProxyMethodInvocation) invocation, first, start);
        }
    }

    private @Nullable Object retry(ProxyMethodInvocation invocation, Throwable first, long start) throws Throwable {
        Object target = invocation.getThis() == null ? invocation.getProxy() : invocation.getThis();
        Settings settings = methods.settings(invocation.getMethod(), target.getClass());
        return retries.get().retry(first, new Attempts(invocation, first), settings, start);
    }

    private final class Attempts extends MethodInvocationRetryCallback<@Nullable Object, Throwable> {

        private final ProxyMethodInvocation used;
        private final Throwable first;

        private Attempts(ProxyMethodInvocation used, Throwable first) {
            super(
                    used,
                    used.getMethod().getDeclaringClass().getSimpleName() + "."
                            + used.getMethod().getName());
            this.used = used;
            this.first = first;
        }

        @Override
        public @Nullable Object doWithRetry(RetryContext context) throws Throwable {
            if (context.getRetryCount() == 0) {
                throw first;
            }
            return Reinvocation.after(RetryOnStatusInterceptor.this, used).proceed();
        }
    }
}
