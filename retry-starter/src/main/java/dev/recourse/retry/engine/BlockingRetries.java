package dev.recourse.retry.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import org.springframework.retry.context.RetryContextSupport;
import org.springframework.retry.support.RetryTemplate;

/** Goes on with a call that has failed or comes in a cooldown, and holds its thread meanwhile. */
public final class BlockingRetries {

    private final Pause pause;
    private final Listeners listeners;

    /**
     * Creates the retries.
     *
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     */
    public BlockingRetries(Pause pause, Supplier<List<RetryListener>> listeners) {
        this.pause = pause;
        this.listeners = new Listeners(listeners);
    }

    /**
     * Makes the attempts after the first.
     *
     * @param first what the first attempt failed with
     * @param attempts makes one attempt; throws {@code first} while its context has counted none
     * @param settings of the call
     * @param state of its client
     * @param start when the call arrived
     */
    public <T extends @Nullable Object, E extends Throwable> T retry(
            Throwable first, RetryCallback<T, E> attempts, Settings settings, ClientState state, long start) throws E {
        return retry(first, attempts, new FailedCall(attempts.getLabel(), settings, state, start));
    }

    /**
     * Makes all attempts of a call that comes when there may be a cooldown.
     *
     * @param attempts makes one attempt; the first while its context has counted none, and if that fails throws the same
     *     failure again until it has
     * @param settings of the call
     * @param state of its client
     * @param start when the call arrived
     */
    @SuppressWarnings("unchecked") // what a caller gets whose call is not made is unchecked
    public <T extends @Nullable Object, E extends Throwable> T arrive(
            RetryCallback<T, E> attempts, Settings settings, ClientState state, long start) throws E {
        FailedCall call = new FailedCall(attempts.getLabel(), settings, state, start);
        call.arrived();
        boolean kept = !(call.decision() instanceof Decision.Proceed);
        if (!new BlockingCall(call, pause).hold()) {
            throw (E) call.keptBack();
        }
        state.count();
        T result;
        try {
            result = attempts.doWithRetry(new RetryContextSupport(null));
        } catch (Throwable first) {
            return retry(first, attempts, call);
        }
        if (kept) {
            call.succeeded();
        }
        return result;
    }

    @SuppressWarnings("unchecked") // an outcome was thrown by an attempt, or is unchecked
    private <T extends @Nullable Object, E extends Throwable> T retry(
            Throwable first, RetryCallback<T, E> attempts, FailedCall call) throws E {
        BlockingCall policies = new BlockingCall(call, pause);
        RetryTemplate template = new RetryTemplate();
        template.setRetryPolicy(policies);
        template.setBackOffPolicy(policies);
        T result;
        try {
            template.setListeners(listeners.get());
            result = template.execute(attempts);
        } catch (Throwable end) {
            throw (E) call.outcome(first);
        }
        call.succeeded();
        return result;
    }
}
