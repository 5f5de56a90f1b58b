package dev.recourse.retry.observe;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.execution.Attempt;
import dev.recourse.retry.execution.CallListener;
import dev.recourse.retry.execution.ListenerGuard;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryState;
import org.springframework.core.retry.Retryable;

/** Tells the user's listeners of one call as Spring Framework's own template does. */
final class CoreListenerNotifier implements CallListener {

    private final List<RetryListener> listeners;
    private final Retryable<?> retryable;
    private final RetryPolicy policy;
    private final State state = new State();

    CoreListenerNotifier(List<RetryListener> listeners, Attempt<?, ?> attempt, Settings settings) {
        this.listeners = listeners;
        this.retryable = new AttemptRetryable(attempt);
        this.policy = new SettingsPolicy(settings);
    }

    @Override
    public boolean failed(int attempt, Throwable failure) {
        state.failures.add(failure);
        tell(listener -> listener.onRetryableExecution(policy, retryable, state));
        if (attempt > 1) {
            tell(listener -> listener.onRetryFailure(policy, retryable, failure));
        }
        return true;
    }

    @Override
    public void retrying() {
        if (!state.failures.isEmpty()) {
            tell(listener -> listener.beforeRetry(policy, retryable, state));
        }
    }

    @Override
    public void succeeded(@Nullable Object value) {
        if (!state.failures.isEmpty()) {
            state.successful = true;
            tell(listener -> listener.onRetryableExecution(policy, retryable, state));
            tell(listener -> listener.onRetrySuccess(policy, retryable, value));
        }
    }

    @Override
    public void ended(Outcome outcome, Throwable failure) {
        if (state.failures.isEmpty()) {
            return;
        }
        RetryException exception = new RetryException(retryable.getName() + " ended: " + outcome, failure);
        tell(listener -> {
            switch (outcome) {
                case CANCELLED -> listener.onRetryPolicyInterruption(policy, retryable, exception);
                case NO_TIME -> listener.onRetryPolicyTimeout(policy, retryable, exception);
                default -> listener.onRetryPolicyExhaustion(policy, retryable, exception);
            }
        });
    }

    private void tell(Consumer<RetryListener> event) {
        for (RetryListener listener : listeners) {
            ListenerGuard.tell(listener, () -> event.accept(listener));
        }
    }

    private record AttemptRetryable(Attempt<?, ?> attempt) implements Retryable<@Nullable Object> {

        @Override
        @SuppressWarnings("NullAway") // it does not know that the type of the value is nullable
        public @Nullable Object execute() throws Throwable {
            return attempt.make();
        }

        @Override
        public String getName() {
            return attempt.label();
        }
    }

    private record SettingsPolicy(Settings settings) implements RetryPolicy {

        @Override
        public boolean shouldRetry(Throwable failure) {
            return settings.condition(settings.reader().read(failure)) != null;
        }

        @Override
        public Duration getTimeout() {
            return settings.timeout();
        }
    }

    private static final class State implements RetryState {

        private final List<Throwable> failures = new ArrayList<>();
        private boolean successful;

        @Override
        public int getRetryCount() {
            return successful ? failures.size() : Math.max(0, failures.size() - 1);
        }

        @Override
        public List<Throwable> getExceptions() {
            return List.copyOf(failures);
        }

        @Override
        public boolean isSuccessful() {
            return successful;
        }
    }
}
