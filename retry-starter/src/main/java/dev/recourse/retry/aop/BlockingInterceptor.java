package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.execution.BlockingRetryExecutor;
import dev.recourse.retry.execution.ReadsOnce;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKey;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.retry.RetryContext;
import org.springframework.retry.interceptor.MethodInvocationRetryCallback;

/** Lets a call pass, and hands it to the engine if it fails, comes in a cooldown or has an idempotency key. */
final class BlockingInterceptor implements MethodInterceptor {

    private final RetryClient state;
    private final RetryOnStatusMethods methods;
    private final Supplier<BlockingRetryExecutor> retries;
    private final InvocationReplayer reinvocations = new InvocationReplayer(this);

    BlockingInterceptor(RetryClient state, RetryOnStatusMethods methods, Supplier<BlockingRetryExecutor> retries) {
        this.state = state;
        this.methods = methods;
        this.retries = retries;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        long start = state.start();
        if (state.isCooldownPossible() || state.isKeyInvolved()) {
            return arrive((ProxyMethodInvocation) invocation, start);
        }
        state.count();
        long mark = EventOrder.now();
        @Nullable Object[] arguments = invocation.getArguments();
        try {
            return invocation.proceed();
        } catch (Throwable first) {
            RetriedMethod method = get(() -> methods.get(invocation.getMethod()), first);
            BlockingAttempts attempts =
                    new BlockingAttempts((ProxyMethodInvocation) invocation, arguments, method.label(), first, null);
            return get(retries, first).retry(first, attempts, method.settings(), state, start, mark);
        }
    }

    private @Nullable Object arrive(ProxyMethodInvocation invocation, long start) throws Throwable {
        RetriedMethod method = methods.get(invocation.getMethod());
        IdempotencyKey key = state.newKey();
        BlockingAttempts attempts =
                new BlockingAttempts(invocation, invocation.getArguments(), method.label(), null, key);
        return retries.get().arrive(attempts, method.settings(), state, key, start);
    }

    /** What cannot be had, as with a listener that cannot be created, must not hide what happened. */
    private static <T> T get(Supplier<T> needed, Throwable first) throws Throwable {
        try {
            return needed.get();
        } catch (RuntimeException ex) {
            first.addSuppressed(ex);
            throw first;
        }
    }

    private final class BlockingAttempts extends MethodInvocationRetryCallback<@Nullable Object, Throwable>
            implements ReadsOnce {

        private final ProxyMethodInvocation used;
        private final @Nullable Object[] arguments;
        private final @Nullable IdempotencyKey key;
        private @Nullable Throwable first;

        private BlockingAttempts(
                ProxyMethodInvocation used,
                @Nullable Object[] arguments,
                String label,
                @Nullable Throwable first,
                @Nullable IdempotencyKey key) {
            super(used, label);
            this.used = used;
            this.arguments = arguments;
            this.first = first;
            this.key = key;
        }

        @Override
        public @Nullable String usedUp() {
            return OneShotArguments.find(arguments);
        }

        @Override
        public @Nullable Object doWithRetry(RetryContext context) throws Throwable {
            boolean retry = context.getRetryCount() > 0;
            if (first != null && !retry) {
                throw first;
            }
            IdempotencyKey outer = IdempotencyKey.bind(key);
            try {
                return (retry ? reinvocations.of(used, arguments) : used).proceed();
            } catch (Throwable ex) {
                first = ex;
                throw ex;
            } finally {
                IdempotencyKey.bind(outer);
            }
        }
    }
}
