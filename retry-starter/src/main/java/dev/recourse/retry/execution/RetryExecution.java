package dev.recourse.retry.execution;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.decision.Decision;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a call that has failed, that arrives in a cooldown, or that is continued from an earlier run.
 *
 * <p>Blocking, future and reactive calls go through the same states. They differ in their {@link RetryDriver}: a blocking
 * call waits on its own thread for what the others are called back with.
 *
 * <table>
 * <caption>States and transitions</caption>
 * <tr><th>state</th><th>event</th><th>next state</th><th>action</th></tr>
 * <tr><td>ATTEMPTING</td><td>the attempt fails</td><td>DECIDING</td><td>tell the listeners, decide</td></tr>
 * <tr><td>ATTEMPTING</td><td>the attempt succeeds</td><td>ENDED</td><td>report the success</td></tr>
 * <tr><td>ATTEMPTING</td><td>the caller cancels</td><td>ENDED</td><td>report the cancellation</td></tr>
 * <tr><td>DECIDING</td><td>the decision is to proceed</td><td>ATTEMPTING</td><td>begin the next attempt</td></tr>
 * <tr><td>DECIDING</td><td>the decision is to wait</td><td>WAITING</td><td>register and schedule the call</td></tr>
 * <tr><td>DECIDING</td><td>the decision is any other</td><td>ENDED</td><td>give the caller its failure</td></tr>
 * <tr><td>DECIDING</td><td>the caller cancels</td><td>CANCELLED</td><td>none: a decision is under way</td></tr>
 * <tr><td>CANCELLED</td><td>the decision is made</td><td>ENDED</td><td>report the cancellation</td></tr>
 * <tr><td>WAITING</td><td>the delay is over, or the cooldown is lifted</td><td>DECIDING</td>
 *     <td>decide again: another cooldown may have begun</td></tr>
 * <tr><td>WAITING</td><td>the context closes, or the thread is interrupted</td><td>DECIDING</td>
 *     <td>hand off or give up</td></tr>
 * <tr><td>WAITING</td><td>the caller cancels</td><td>ENDED</td><td>report the cancellation</td></tr>
 * </table>
 *
 * <p>Every transition is one compare-and-set. Who wins it takes the action, and nobody else does.
 */
final class RetryExecution extends ScheduledRetry implements Callable<@Nullable Void> {

    private static final AtomicReferenceFieldUpdater<RetryExecution, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(RetryExecution.class, State.class, "state");

    private final RetryDriver driver;
    private final RetryProgress progress;
    private final @Nullable CallListener listener;
    private volatile State state;
    private volatile @Nullable Future<?> timer;

    private RetryExecution(RetryDriver driver, State state) {
        this.driver = driver;
        this.progress = new RetryProgress(driver);
        this.listener = driver.executor().listeners().listen(driver.attempt(), driver.settings());
        this.state = state;
    }

    /** Returns the execution of a call whose attempt is under way. */
    static RetryExecution attempting(RetryDriver driver) {
        return new RetryExecution(driver, State.ATTEMPTING);
    }

    /** Returns the execution of a call that comes when there may be a cooldown, and is to {@link #arrive}. */
    static RetryExecution arriving(RetryDriver driver) {
        return new RetryExecution(driver, State.DECIDING);
    }

    private enum State {
        ATTEMPTING,
        DECIDING,
        CANCELLED,
        WAITING,
        ENDED
    }

    /** Returns whether an attempt is to be made, or under way. */
    boolean isAttempting() {
        return state == State.ATTEMPTING;
    }

    /** Returns how many attempts have failed. */
    int failures() {
        return progress.attempts();
    }

    /** Returns what the last attempt failed with, or what began the cooldown. */
    Throwable lastFailure() {
        return progress.reason();
    }

    /** Returns whether the call has ended, and is made again later without its caller. */
    boolean isStored() {
        return progress.outcome() == Outcome.STORED;
    }

    @Nullable
    CallListener listener() {
        return listener;
    }

    /** Decides about the first attempt. */
    void arrive() {
        progress.arrived();
        carryOut();
    }

    /** Takes the failure of the attempt under way. */
    void failed(Throwable failure) {
        if (!move(State.ATTEMPTING, State.DECIDING)) {
            return;
        }
        try {
            decide(failure);
        } catch (RuntimeException | Error ex) {
            // Who waits for the outcome must get one.
            if (ex != failure) {
                failure.addSuppressed(ex);
            }
            state = State.ENDED;
            driver.end(failure);
            return;
        }
        carryOut();
    }

    private void decide(Throwable failure) {
        progress.add(failure);
        if (listener == null || listener.failed(progress.attempts(), failure)) {
            progress.decide(failure);
        } else {
            progress.refusedByListener();
        }
    }

    /** Takes the value of the attempt under way. */
    void succeeded(@Nullable Object value) {
        if (move(State.ATTEMPTING, State.ENDED)) {
            if (listener != null) {
                listener.succeeded(value);
            }
            progress.reportSuccess();
        }
    }

    private void carryOut() {
        Decision decision = progress.decision();
        if (decision instanceof Decision.Wait wait) {
            String objection = driver.prepareWait(wait);
            if (objection == null) {
                pause(wait);
            } else {
                progress.refused(objection);
                end();
            }
        } else if (decision instanceof Decision.Proceed) {
            proceed();
        } else {
            end();
        }
    }

    private void proceed() {
        if (!move(State.DECIDING, State.ATTEMPTING)) {
            endCancelled();
            return;
        }
        progress.attempting();
        if (listener != null) {
            listener.retrying();
        }
        driver.beginAttempt();
    }

    private void pause(Decision.Wait wait) {
        progress.waiting(wait);
        ScheduledRetryRegistry registry = driver.executor().registry();
        registry.add(this);
        if (!move(State.DECIDING, State.WAITING)) {
            registry.remove(this);
            endCancelled();
            return;
        }
        try {
            Future<?> scheduled = driver.schedule(this, wait.total());
            timer = scheduled;
            if (state != State.WAITING) {
                scheduled.cancel(false);
            }
        } catch (RejectedExecutionException ex) {
            close();
        }
        if (registry.isClosed()) {
            close();
        } else {
            wake();
        }
    }

    /** Ends the wait because its delay is over. */
    @Override
    public @Nullable Void call() {
        if (leave(State.DECIDING)) {
            resume(this::decideAgain);
        }
        return null;
    }

    private void resume(Runnable task) {
        try {
            driver.resume(task);
        } catch (RejectedExecutionException ex) {
            progress.closing();
            end();
        }
    }

    private void decideAgain() {
        if (state == State.DECIDING) {
            progress.waited();
            carryOut();
        } else {
            endCancelled();
        }
    }

    @Override
    void wake() {
        if (progress.isCooldownLifted()) {
            driver.wake(this);
        }
    }

    @Override
    void close() {
        if (leave(State.DECIDING)) {
            driver.runAtOnce(this::endClosing);
        }
    }

    private void endClosing() {
        progress.closing();
        end();
    }

    /** Ends the wait because its thread was interrupted. */
    void interrupt() {
        if (leave(State.DECIDING)) {
            driver.runAtOnce(this::endInterrupted);
        }
    }

    private void endInterrupted() {
        progress.cancelled();
        end();
    }

    /** Ends the call because nobody wants its outcome any more. */
    void cancel() {
        if (leave(State.ENDED) || move(State.ATTEMPTING, State.ENDED)) {
            reportCancelled();
        } else {
            move(State.DECIDING, State.CANCELLED);
        }
    }

    private boolean leave(State next) {
        if (!move(State.WAITING, next)) {
            return false;
        }
        driver.executor().registry().remove(this);
        Future<?> scheduled = timer;
        if (scheduled != null) {
            timer = null;
            scheduled.cancel(false);
        }
        return true;
    }

    private void end() {
        if (!move(State.DECIDING, State.ENDED)) {
            endCancelled();
            return;
        }
        Throwable end = progress.end();
        if (listener != null) {
            listener.ended(progress.outcome(), end);
        }
        driver.end(end);
    }

    private void endCancelled() {
        if (move(State.CANCELLED, State.ENDED)) {
            reportCancelled();
        }
    }

    private void reportCancelled() {
        Throwable failure = progress.reportCancelled();
        if (listener != null && failure != null) {
            listener.ended(progress.outcome(), failure);
        }
    }

    private boolean move(State from, State to) {
        return STATE.compareAndSet(this, from, to);
    }

    @Override
    ScheduledRetryRegistry.Call describe() {
        return progress.describe();
    }
}
