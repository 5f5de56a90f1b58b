package dev.recourse.retry.execution;

import dev.recourse.retry.decision.Decision;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.springframework.retry.RetryCallback;

/** Goes on with a call that has failed or comes in a cooldown, and holds no thread while it waits. */
final class PendingCall extends ScheduledRetry implements Callable<@Nullable Void> {

    private static final AtomicReferenceFieldUpdater<PendingCall, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(PendingCall.class, State.class, "state");

    private final FailedCall call;
    private final Caller caller;
    private final @Nullable ListenerNotifier listened;
    private volatile State state;
    private volatile @Nullable Future<?> timer;

    private PendingCall(FailedCall call, Caller caller, State state) {
        this.call = call;
        this.caller = caller;
        this.listened = caller.waits().listeners().listen(caller.attempts());
        this.state = state;
    }

    /** Returns a call whose attempt is under way. */
    static PendingCall attempting(Caller caller) {
        return new PendingCall(new FailedCall(caller), caller, State.ATTEMPTING);
    }

    /** Returns a call that has arrived in a cooldown, and is to {@link #begin}. */
    static PendingCall arrived(Caller caller) {
        return new PendingCall(new FailedCall(caller), caller, State.DECIDING);
    }

    private enum State {
        ATTEMPTING,
        DECIDING,
        /** Deciding, but nobody wants to know any more. */
        UNWANTED,
        WAITING,
        ENDED
    }

    /** Waits for the end of the cooldown, or does what else is decided about it. */
    void begin() {
        call.arrived();
        carryOut();
    }

    /** Takes the failure of the attempt under way, unless the call was cancelled. */
    void failed(Throwable failure) {
        if (!enter(State.ATTEMPTING, State.DECIDING)) {
            return;
        }
        try {
            decide(failure);
        } catch (RuntimeException | Error ex) {
            // Whoever waits for the outcome must get one.
            failure.addSuppressed(ex);
            state = State.ENDED;
            caller.end(failure);
            return;
        }
        carryOut();
    }

    private void decide(Throwable failure) {
        if (listened == null || listened.failed(failure)) {
            call.failed(failure);
        } else {
            call.refused(failure);
        }
    }

    /** Takes the value of the attempt under way. */
    void succeeded(@Nullable Object value) {
        if (enter(State.ATTEMPTING, State.ENDED)) {
            if (listened != null) {
                listened.succeeded(value);
            }
            call.succeeded();
        }
    }

    private void carryOut() {
        if (call.decision() instanceof Decision.Wait wait) {
            pause(wait);
        } else if (!(call.decision() instanceof Decision.Proceed)) {
            end();
        } else if (enter(State.DECIDING, State.ATTEMPTING)) {
            call.attempting();
            caller.attempt();
        } else {
            endUnwanted();
        }
    }

    private void pause(Decision.Wait wait) {
        call.waiting(wait);
        ScheduledRetryRegistry calls = caller.waits().calls();
        calls.add(this);
        if (!enter(State.DECIDING, State.WAITING)) {
            calls.remove(this);
            endUnwanted();
            return;
        }
        try {
            Future<?> scheduled = caller.waits().timer().schedule(this, wait.total());
            timer = scheduled;
            if (state != State.WAITING) {
                scheduled.cancel(false);
            }
        } catch (RejectedExecutionException ex) {
            close();
        }
        if (calls.isClosed()) {
            close();
        } else {
            wake();
        }
    }

    /** Goes on after the wait. */
    @Override
    public @Nullable Void call() {
        if (enter(State.WAITING, State.DECIDING)) {
            leave();
            goOn();
        }
        return null;
    }

    private void goOn() {
        try {
            caller.resume(this::resume);
        } catch (RejectedExecutionException ex) {
            call.closing();
            end();
        }
    }

    private void resume() {
        if (state == State.DECIDING) {
            call.waited();
            carryOut();
        } else {
            endUnwanted();
        }
    }

    /** Goes on before the wait is over, if the cooldown was lifted that it waits for. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // once it is due, there is nothing to cancel
    void wake() {
        if (call.isLifted()) {
            caller.waits().timer().schedule(this, Duration.ZERO);
        }
    }

    /** Ends the call because nobody wants its outcome any more. */
    void cancel() {
        if (enter(State.WAITING, State.ENDED)) {
            leave();
            tellOfCancellation();
        } else if (enter(State.ATTEMPTING, State.ENDED)) {
            tellOfCancellation();
        } else {
            enter(State.DECIDING, State.UNWANTED);
        }
    }

    @Override
    void close() {
        if (enter(State.WAITING, State.DECIDING)) {
            leave();
            call.closing();
            end();
        }
    }

    private void leave() {
        caller.waits().calls().remove(this);
        Future<?> scheduled = timer;
        if (scheduled != null) {
            timer = null;
            scheduled.cancel(false);
        }
    }

    private void end() {
        if (enter(State.DECIDING, State.ENDED)) {
            if (listened != null) {
                listened.close();
            }
            caller.end(call.end());
        } else {
            endUnwanted();
        }
    }

    private void endUnwanted() {
        if (enter(State.UNWANTED, State.ENDED)) {
            tellOfCancellation();
        }
    }

    private void tellOfCancellation() {
        call.reportCancelled();
        if (listened != null) {
            listened.close();
        }
    }

    private boolean enter(State from, State to) {
        return STATE.compareAndSet(this, from, to);
    }

    @Override
    ScheduledRetryRegistry.Call describe() {
        return call.describe();
    }

    /** Who made the call. */
    interface Caller extends RetryCall {

        Waits waits();

        /** Returns what makes an attempt. */
        RetryCallback<?, ?> attempts();

        /** Runs the task, which makes the next attempt, where such may run and with the thread locals of the call. */
        void resume(Runnable task);

        /** Makes the next attempt. */
        void attempt();

        /** Takes what the call ends with. */
        void end(Throwable failure);
    }
}
