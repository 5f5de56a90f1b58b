package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.Sleeper;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryListener;
import org.springframework.retry.context.RetryContextSupport;
import org.springframework.retry.support.RetrySynchronizationManager;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.function.SingletonSupplier;

/** Goes on with a call that has failed or comes in a cooldown, and holds its thread meanwhile. */
public final class BlockingRetryExecutor {

    private final Sleeper pause;
    private final ScheduledRetryRegistry calls;
    private final Supplier<RetryTemplate> template;

    /**
     * Creates the retries.
     *
     * @param calls those that wait now
     * @param listeners asked for with the first failure, so that a listener may itself use what is retried
     */
    public BlockingRetryExecutor(Sleeper pause, ScheduledRetryRegistry calls, Supplier<List<RetryListener>> listeners) {
        this.pause = pause;
        this.calls = calls;
        RetryListeners isolated = new RetryListeners(listeners);
        this.template = SingletonSupplier.of(() -> template(isolated.all()));
    }

    private static RetryTemplate template(RetryListener[] listeners) {
        BlockingPolicy policy = new BlockingPolicy();
        RetryTemplate template = new RetryTemplate();
        template.setRetryPolicy(policy);
        template.setBackOffPolicy(policy);
        template.setListeners(listeners);
        return template;
    }

    /**
     * Makes the attempts after the first, of a call without an idempotency key.
     *
     * @param first what the first attempt failed with
     * @param attempts makes one attempt; throws {@code first} while its context has counted none
     * @param settings of the call
     * @param state of its client
     * @param start when the call arrived
     * @param mark of the order of events, when the first attempt began
     */
    public <T extends @Nullable Object, E extends Throwable> T retry(
            Throwable first, RetryCallback<T, E> attempts, Settings settings, RetryClient state, long start, long mark)
            throws E {
        return retry(first, attempts, new FailedCall(new Arrived(attempts, settings, state, null, start, mark)));
    }

    /**
     * Makes all attempts of a call that comes when there may be a cooldown, or that has an idempotency key.
     *
     * @param attempts makes one attempt; the first while its context has counted none, and if that fails throws the same
     *     failure again until it has
     * @param settings of the call
     * @param state of its client
     * @param key that the attempts send, if any
     * @param start when the call arrived
     */
    @SuppressWarnings("unchecked") // what a caller gets whose call is not made is unchecked
    public <T extends @Nullable Object, E extends Throwable> T arrive(
            RetryCallback<T, E> attempts,
            Settings settings,
            RetryClient state,
            @Nullable IdempotencyKey key,
            long start)
            throws E {
        FailedCall call = new FailedCall(new Arrived(attempts, settings, state, key, start, EventOrder.now()));
        call.arrived();
        if (!new BlockingCall(call, pause, calls, null).hold()) {
            throw (E) call.rejectedByCooldown();
        }
        state.count();
        T result;
        try {
            result = attempts.doWithRetry(new RetryContextSupport(null));
        } catch (Throwable first) {
            return retry(first, attempts, call);
        }
        call.succeeded();
        return result;
    }

    @SuppressWarnings("unchecked") // an outcome was thrown by an attempt, or is unchecked
    private <T extends @Nullable Object, E extends Throwable> T retry(
            Throwable first, RetryCallback<T, E> attempts, FailedCall call) throws E {
        RetryTemplate retries = template.get();
        BlockingCall context = new BlockingCall(call, pause, calls, RetrySynchronizationManager.getContext());
        if (!retries.hasListeners()) {
            // Nobody is to be told of the first failure: to throw it once more costs as much as the rest of a retry.
            context.registerThrowable(first);
            if (!context.hold()) {
                throw (E) call.outcome(first);
            }
        }
        // The template registers it too, and puts the one around it back in the end.
        RetrySynchronizationManager.register(context);
        T result;
        try {
            result = retries.execute(attempts);
        } catch (Throwable end) {
            throw (E) call.outcome(first);
        }
        call.succeeded();
        return result;
    }

    private record Arrived(
            RetryCallback<?, ?> attempts,
            Settings settings,
            RetryClient clientState,
            @Nullable IdempotencyKey key,
            long start,
            AttemptTrace trace)
            implements RetryCall {

        private Arrived(
                RetryCallback<?, ?> attempts,
                Settings settings,
                RetryClient clientState,
                @Nullable IdempotencyKey key,
                long start,
                long mark) {
            this(attempts, settings, clientState, key, start, new AttemptTrace(mark, null));
        }

        @Override
        public String label() {
            return attempts.getLabel();
        }

        @Override
        public @Nullable String usedUp() {
            return ReadsOnce.usedUp(attempts);
        }
    }
}
