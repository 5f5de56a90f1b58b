package dev.recourse.retry.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.function.SingletonSupplier;

/** Goes on with a call whose first attempt has failed, and holds its thread meanwhile. */
public final class BlockingRetries {

    private final Surroundings surroundings;
    private final Pause pause;
    private final Supplier<RetryListener[]> listeners;

    /**
     * Creates the retries.
     *
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     */
    public BlockingRetries(Surroundings surroundings, Pause pause, Supplier<List<RetryListener>> listeners) {
        this.surroundings = surroundings;
        this.pause = pause;
        this.listeners = SingletonSupplier.of(
                () -> listeners.get().stream().map(IsolatedListener::new).toArray(RetryListener[]::new));
    }

    /** Returns the mark to hand in if the call that begins now fails. */
    public long start() {
        return surroundings.stopwatch().start();
    }

    /**
     * Makes the attempts after the first.
     *
     * @param first what the first attempt failed with
     * @param attempts makes one attempt; throws {@code first} while its context has counted none
     * @param settings of the call
     * @param start when the first attempt began
     */
    @SuppressWarnings("unchecked") // an outcome was thrown by an attempt, or is unchecked
    public <T extends @Nullable Object, E extends Throwable> T retry(
            Throwable first, RetryCallback<T, E> attempts, Settings settings, long start) throws E {
        FailedCall call = new FailedCall(attempts.getLabel(), settings, start, surroundings);
        BlockingCall policies = new BlockingCall(call, pause);
        RetryTemplate template = new RetryTemplate();
        template.setRetryPolicy(policies);
        template.setBackOffPolicy(policies);
        template.setListeners(listeners.get());
        try {
            return template.execute(attempts);
        } catch (Throwable end) {
            throw (E) call.outcome(first);
        }
    }
}
