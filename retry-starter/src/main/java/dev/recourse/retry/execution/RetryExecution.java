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
 * <tr><td>WAITING</td><td>the delay is over, or the cooldown is lifted</td><td>DUE</td>
 *     <td>ask for a thread; a blocking call has one, and decides at once</td></tr>
 * <tr><td>DUE</td><td>a thread takes the call</td><td>DECIDING</td>
 *     <td>decide again: another cooldown may have begun</td></tr>
 * <tr><td>WAITING, DUE</td><td>the context closes, or the thread is interrupted</td><td>DECIDING</td>
 *     <td>hand off or give up</td></tr>
 * <tr><td>WAITING, DUE</td><td>the caller cancels</td><td>ENDED</td><td>report the cancellation</td></tr>
 * <tr><td>any but ENDED</td><td>a step fails</td><td>ENDED</td>
 *     <td>give the caller its failure: who waits for an outcome must get one</td></tr>
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
        DUE,
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
        decide(progress::arrived);
    }

    /** Takes the failure of the attempt under way. */
    void failed(Throwable failure) {
        if (move(State.ATTEMPTING, State.DECIDING)) {
            decide(() -> decideAbout(failure));
        }
    }

    private void decideAbout(Throwable failure) {
        progress.add(failure);
        if (listener == null || listener.failed(progress.attempts(), failure)) {
            progress.decide(failure);
        } else {
            progress.refusedByListener();
        }
    }

    /** Makes a decision, and carries it out. */
    private void decide(Runnable decision) {
        take(() -> {
            decision.run();
            carryOut();
        });
    }

    /** Takes a step; where that fails, the caller gets an outcome all the same. */
    private void take(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error ex) {
            if (!endBecauseOf(ex)) {
                throw ex;
            }
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
        Future<?> scheduled = driver.schedule(this, wait.total());
        timer = scheduled;
        if (state != State.WAITING) {
            scheduled.cancel(false);
        }
        if (registry.isClosed()) {
            close();
        } else {
            wake();
        }
    }

    /** Ends the wait because its delay is over. The call stays registered until a thread takes it. */
    @Override
    public @Nullable Void call() {
        if (move(State.WAITING, State.DUE)) {
            stopTimer();
            take(() -> driver.resume(this::decideWhenDue));
        }
        return null;
    }

    private void decideWhenDue() {
        if (move(State.DUE, State.DECIDING)) {
            driver.executor().registry().remove(this);
            decide(progress::waited);
        }
    }

    /** Ends the wait of a call that holds its thread, because its delay is over. */
    void endWait() {
        endWait(progress::waited);
    }

    @Override
    void wake() {
        if (progress.isCooldownLifted()) {
            driver.wake(this);
        }
    }

    /** Ends the wait if it is for a cooldown that was lifted, and not for another one that has begun meanwhile. */
    @Nullable
    Void callIfLifted() {
        if (state == State.WAITING && progress.isCooldownLifted()) {
            call();
        }
        return null;
    }

    @Override
    void close() {
        endWait(progress::closing);
    }

    /** Ends the wait because its thread was interrupted. */
    void interrupt() {
        endWait(progress::interrupted);
    }

    /** Returns whether there was a wait to end. */
    private boolean endWait(Runnable decision) {
        boolean waited = leave(State.WAITING, State.DECIDING) || leave(State.DUE, State.DECIDING);
        if (waited) {
            driver.runAtOnce(() -> decide(decision));
        }
        return waited;
    }

    private boolean leave(State from, State next) {
        if (!move(from, next)) {
            return false;
        }
        driver.executor().registry().remove(this);
        stopTimer();
        return true;
    }

    private void stopTimer() {
        Future<?> scheduled = timer;
        if (scheduled != null) {
            timer = null;
            scheduled.cancel(false);
        }
    }

    /** Ends the call because nobody wants its outcome any more. */
    void cancel() {
        for (State now = state; now != State.CANCELLED && now != State.ENDED; now = state) {
            if (now == State.DECIDING) {
                move(now, State.CANCELLED);
            } else if (leave(now, State.ENDED)) {
                reportCancelled();
            }
        }
    }

    private void end() {
        if (!move(State.DECIDING, State.ENDED)) {
            endCancelled();
            return;
        }
        Throwable end = progress.reason();
        try {
            end = progress.end();
            if (listener != null) {
                listener.ended(progress.outcome(), end);
            }
        } finally {
            driver.end(end);
        }
    }

    /**
     * Ends a call of which a step has failed. Who has no thread for it any more is about to close.
     *
     * @return false if its caller has its outcome, or wants none any more
     */
    private boolean endBecauseOf(Throwable broken) {
        if (broken instanceof RejectedExecutionException && endWait(progress::closing)) {
            return true;
        }
        State last = STATE.getAndSet(this, State.ENDED);
        if (last == State.ENDED || last == State.CANCELLED) {
            return false;
        }
        driver.executor().registry().remove(this);
        stopTimer();
        driver.end(progress.brokenBy(broken));
        return true;
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
