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
        @Nullable Object[] arguments = invocation.getArguments();
        try {
            return invocation.proceed();
        } catch (Throwable first) {
            return retry(new Attempts((ProxyMethodInvocation) invocation, arguments, first), start);
        }
    }

    private @Nullable Object retry(Attempts attempts, long start) throws Throwable {
        BlockingRetries engine;
        Settings settings;
        try {
            settings = methods.settings(attempts.used.getMethod(), attempts.targetClass());
            engine = retries.get();
        } catch (RuntimeException ex) {
            // A listener that cannot be created, for one, must not hide what happened.
            attempts.first.addSuppressed(ex);
            throw attempts.first;
        }
        return engine.retry(attempts.first, attempts, settings, start);
    }

    private final class Attempts extends MethodInvocationRetryCallback<@Nullable Object, Throwable> {

        private final ProxyMethodInvocation used;
        private final @Nullable Object[] arguments;
        private final Throwable first;

        private Attempts(ProxyMethodInvocation used, @Nullable Object[] arguments, Throwable first) {
            super(
                    used,
                    used.getMethod().getDeclaringClass().getSimpleName() + "."
                            + used.getMethod().getName());
            this.used = used;
            this.arguments = arguments;
            this.first = first;
        }

        private Class<?> targetClass() {
            return (used.getThis() == null ? used.getProxy() : used.getThis()).getClass();
        }

        @Override
        public @Nullable Object doWithRetry(RetryContext context) throws Throwable {
            if (context.getRetryCount() == 0) {
                throw first;
            }
            return Reinvocation.after(RetryOnStatusInterceptor.this, used, arguments)
                    .proceed();
        }
    }
}
