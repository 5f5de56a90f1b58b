package dev.recourse.retry.observe;

import dev.recourse.retry.execution.Attempt;
import dev.recourse.retry.execution.CallListener;
import dev.recourse.retry.execution.CallListenerFactory;
import dev.recourse.retry.settings.Settings;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryListener;
import org.springframework.util.function.SingletonSupplier;

/** The user's beans of Spring Framework's own type {@link RetryListener}. */
public final class CoreRetryListeners implements CallListenerFactory {

    private final Supplier<List<RetryListener>> listeners;

    /**
     * Creates the factory.
     *
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     */
    public CoreRetryListeners(Supplier<List<RetryListener>> listeners) {
        this.listeners = SingletonSupplier.of(listeners);
    }

    @Override
    public @Nullable CallListener create(Attempt<?, ?> attempt, Settings settings) {
        List<RetryListener> all = listeners.get();
        return all.isEmpty() ? null : new CoreListenerNotifier(all, attempt, settings);
    }
}
