package dev.recourse.retry.execution;

import dev.recourse.retry.decision.Decision;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.ThreadAttemptTrace;
import dev.recourse.retry.settings.Settings;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Drives a call that waits on its own thread. Whatever ends the wait hands that thread its next step as a task. */
final class BlockingDriver<T extends @Nullable Object, E extends Throwable> implements RetryDriver, BlockingCall<T, E> {

    private static final Future<?> NOTHING_TO_CANCEL = CompletableFuture.completedFuture(null);

    private final BlockingRetryExecutor executor;
    private final Attempt<T, E> attempt;
    private final EarlierRuns earlierRuns;
    private final long start;
    private final AttemptTrace trace;
    private final RetryExecution execution;
    private @Nullable Hold hold;
    private @Nullable Throwable outcome;

    /**
     * Creates the driver.
     *
     * @param beginMark of the order of events, when the first attempt began
     * @param arriving whether the call comes when there may be a cooldown, rather than after its first attempt has failed
     */
    BlockingDriver(
            BlockingRetryExecutor executor,
            Attempt<T, E> attempt,
            EarlierRuns earlierRuns,
            long start,
            long beginMark,
            boolean arriving) {
        this.executor = executor;
        this.attempt = attempt;
        this.earlierRuns = earlierRuns;
        this.start = start;
        this.trace = new ThreadAttemptTrace(beginMark);
        this.execution = arriving ? RetryExecution.arriving(this) : RetryExecution.attempting(this);
    }

    RetryExecution execution() {
        return execution;
    }

    @Override
    public T makeAttempt() throws E {
        T value = attempt.make(key());
        RuntimeException failed = failureIn(value);
        if (failed != null) {
            throw failed;
        }
        return value;
    }

    @Override
    public void failed(Throwable failure) {
        trace.leaveThread();
        execution.failed(failure);
    }

    @Override
    public boolean awaitAttempt() {
        while (hold != null) {
            Runnable task = hold.await();
            hold = null;
            task.run();
        }
        return execution.isAttempting();
    }

    @Override
    public boolean hasEnded() {
        return outcome != null;
    }

    @Override
    public int failures() {
        return execution.failures();
    }

    @Override
    public Throwable lastFailure() {
        return execution.lastFailure();
    }

    @Override
    public Throwable outcome() {
        return Objects.requireNonNull(outcome, "The call has not ended");
    }

    /**
     * Returns what the caller gets of a call that makes no further attempt, even if it was to be.
     *
     * @param thrown by the loop, which ends by itself where spring-retry's {@code setExhaustedOnly} has been called
     */
    Throwable outcome(Throwable thrown) {
        if (!hasEnded()) {
            execution.interrupt();
            if (awaitAttempt()) {
                execution.cancel();
            }
        }
        return hasEnded() ? outcome() : thrown;
    }

    @Override
    public @Nullable CallListener listener() {
        return execution.listener();
    }

    @Override
    public @Nullable String prepareWait(Decision.Wait wait) {
        if (NonBlockingThread.isCurrent()) {
            return "Thread " + Thread.currentThread().getName() + " must not be blocked by a wait of "
                    + Text.of(wait.delay())
                    + ". Let the method return a Mono or Flux, or subscribe to what calls it"
                    + " on Schedulers.boundedElastic().";
        }
        OuterTransaction.warnIfActive(label());
        hold = new Hold(wait.total());
        return null;
    }

    @Override
    public Future<?> schedule(RetryExecution execution, Duration delay) {
        return NOTHING_TO_CANCEL;
    }

    @Override
    public void wake(RetryExecution execution) {
        execution.endWait();
    }

    @Override
    public void runAtOnce(Runnable task) {
        Objects.requireNonNull(hold, "The call does not wait").complete(task);
    }

    @Override
    public void beginAttempt() {}

    @Override
    public void end(Throwable failure) {
        outcome = failure;
        hold = null;
    }

    @Override
    public BlockingRetryExecutor executor() {
        return executor;
    }

    @Override
    public Attempt<T, E> attempt() {
        return attempt;
    }

    @Override
    public Settings settings() {
        return attempt.settings();
    }

    @Override
    public EarlierRuns earlierRuns() {
        return earlierRuns;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public AttemptTrace trace() {
        return trace;
    }

    /** A wait: completes with the task that is to be run after it. */
    private final class Hold extends CompletableFuture<Runnable> {

        private final Duration delay;

        private Hold(Duration delay) {
            this.delay = delay;
        }

        private Runnable await() {
            if (!isDone()) {
                try {
                    executor.sleeper().sleep(delay, this);
                    execution.endWait();
                } catch (InterruptedException ex) {
                    Thread.currentThread().interrupt();
                    execution.interrupt();
                }
            }
            return join();
        }
    }
}
