package dev.recourse.retry.aop;

import dev.recourse.retry.engine.BlockingRetries;
import dev.recourse.retry.engine.ClientState;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.retry.RetryContext;
import org.springframework.retry.interceptor.MethodInvocationRetryCallback;

/** Lets a call pass, and hands it to the engine if it fails or comes in a cooldown. */
final class RetryOnStatusInterceptor implements MethodInterceptor {

    private final ClientState state;
    private final RetryOnStatusMethods methods;
    private final Supplier<BlockingRetries> retries;

    RetryOnStatusInterceptor(ClientState state, RetryOnStatusMethods methods, Supplier<BlockingRetries> retries) {
        this.state = state;
        this.methods = methods;
        this.retries = retries;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        long start = state.start();
        if (state.isCooldownPossible()) {
            return arrive((ProxyMethodInvocation) invocation, start);
        }
        state.count();
        @Nullable Object[] arguments = invocation.getArguments();
        try {
            return invocation.proceed();
        } catch (Throwable first) {
            return retry((ProxyMethodInvocation) invocation, arguments, first, start);
        }
    }

    private @Nullable Object arrive(ProxyMethodInvocation invocation, long start) throws Throwable {
        RetriedMethod method = methods.get(invocation.getMethod());
        BlockingAttempts attempts = new BlockingAttempts(invocation, invocation.getArguments(), method.label(), null);
        return retries.get().arrive(attempts, method.settings(), state, start);
    }

    private @Nullable Object retry(
            ProxyMethodInvocation invocation, @Nullable Object[] arguments, Throwable first, long start)
            throws Throwable {
        BlockingRetries engine;
        RetriedMethod method;
        try {
            method = methods.get(invocation.getMethod());
            engine = retries.get();
        } catch (RuntimeException ex) {
            // A listener that cannot be created, for one, must not hide what happened.
            first.addSuppressed(ex);
            throw first;
        }
        BlockingAttempts attempts = new BlockingAttempts(invocation, arguments, method.label(), first);
        return engine.retry(first, attempts, method.settings(), state, start);
    }

    private final class BlockingAttempts extends MethodInvocationRetryCallback<@Nullable Object, Throwable> {

        private final ProxyMethodInvocation used;
        private final @Nullable Object[] arguments;
        private @Nullable Throwable first;

        private BlockingAttempts(
                ProxyMethodInvocation used, @Nullable Object[] arguments, String label, @Nullable Throwable first) {
            super(used, label);
            this.used = used;
            this.arguments = arguments;
            this.first = first;
        }

        @Override
        public @Nullable Object doWithRetry(RetryContext context) throws Throwable {
            if (context.getRetryCount() > 0) {
                return Reinvocation.after(RetryOnStatusInterceptor.this, used, arguments)
                        .proceed();
            }
            if (first != null) {
                throw first;
            }
            try {
                return used.proceed();
            } catch (Throwable ex) {
                first = ex;
                throw ex;
            }
        }
    }
}
