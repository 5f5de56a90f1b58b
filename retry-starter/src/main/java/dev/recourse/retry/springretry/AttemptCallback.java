package dev.recourse.retry.springretry;

import dev.recourse.retry.execution.Attempt;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.interceptor.MethodInvocationRetryCallback;

/** Shows an attempt to listeners as spring-retry shows its own. */
final class AttemptCallback {

    private AttemptCallback() {}

    /** Returns a callback that knows its invocation, where the attempt has one. */
    static RetryCallback<@Nullable Object, Throwable> of(Attempt<?, ?> attempt) {
        MethodInvocation invocation = attempt.invocation();
        return invocation == null ? new OfBlock(attempt) : new OfMethod(attempt, invocation);
    }

    private record OfBlock(Attempt<?, ?> attempt) implements RetryCallback<@Nullable Object, Throwable> {

        @Override
        public @Nullable Object doWithRetry(RetryContext context) throws Throwable {
            return attempt.make();
        }

        @Override
        public String getLabel() {
            return attempt.label();
        }
    }

    private static final class OfMethod extends MethodInvocationRetryCallback<@Nullable Object, Throwable> {

        private final Attempt<?, ?> attempt;

        private OfMethod(Attempt<?, ?> attempt, MethodInvocation invocation) {
            super(invocation, attempt.label());
            this.attempt = attempt;
        }

        @Override
        public @Nullable Object doWithRetry(RetryContext context) throws Throwable {
            return attempt.make();
        }
    }
}
