package dev.recourse.retry.engine;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A call of which an attempt has failed, and that holds no thread while it waits. */
final class PendingCall extends Waiting implements Runnable {

    private static final AtomicReferenceFieldUpdater<PendingCall, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(PendingCall.class, State.class, "state");

    private final FailedCall call;
    private final Caller caller;
    private final Waits waits;
    private volatile State state = State.ATTEMPTING;
    private volatile @Nullable Runnable cancellation;

    PendingCall(FailedCall call, Caller caller, Waits waits) {
        this.call = call;
        this.caller = caller;
        this.waits = waits;
    }

    /** Who made the call. */
    interface Caller {

        /** Makes the next attempt. */
        void again();

        /** Takes what the call ends with. */
        void end(Throwable failure);
    }

    /**
     * How calls wait.
     *
     * @param timer ends a wait
     * @param calls those that wait now
     */
    record Waits(Timer timer, WaitingCalls calls) {}

    private enum State {
        ATTEMPTING,
        DECIDING,
        /** Deciding, but nobody wants to know any more. */
        UNWANTED,
        WAITING,
        ENDED
    }

    /** Takes the failure of the attempt under way, unless the call was cancelled. */
    void failed(Throwable failure) {
        if (!enter(State.ATTEMPTING, State.DECIDING)) {
            return;
        }
        call.failed(failure);
        if (call.decision() instanceof Decision.Wait wait) {
            pause(wait);
        } else if (enter(State.DECIDING, State.ENDED)) {
            caller.end(call.outcome(failure));
        }
    }

    private void pause(Decision.Wait wait) {
        call.waiting(wait);
        waits.calls().add(this);
        if (!enter(State.DECIDING, State.WAITING)) {
            waits.calls().remove(this);
            return;
        }
        if (waits.calls().isClosed()) {
            close();
            return;
        }
        try {
            Runnable timer = waits.timer().schedule(this, wait.delay().plus(wait.jitter()));
            cancellation = timer;
            if (state != State.WAITING) {
                timer.run();
            }
        } catch (RejectedExecutionException ex) {
            close();
        }
    }

    /** Goes on after the wait. */
    @Override
    public void run() {
        if (enter(State.WAITING, State.ATTEMPTING)) {
            cancellation = null;
            waits.calls().remove(this);
            caller.again();
        }
    }

    /** Ends the call because nobody wants its outcome any more. */
    void cancel() {
        if (enter(State.WAITING, State.ENDED)) {
            waits.calls().remove(this);
            cancelTimer();
        } else if (!enter(State.ATTEMPTING, State.ENDED)) {
            enter(State.DECIDING, State.UNWANTED);
        }
    }

    @Override
    void close() {
        if (enter(State.WAITING, State.ENDED)) {
            waits.calls().remove(this);
            cancelTimer();
            endUnfinished();
        }
    }

    /** Ends the call because no thread takes its next attempt. */
    void refused() {
        if (enter(State.ATTEMPTING, State.ENDED)) {
            endUnfinished();
        }
    }

    private void endUnfinished() {
        call.closing();
        caller.end(call.outcome());
    }

    private void cancelTimer() {
        Runnable timer = cancellation;
        if (timer != null) {
            cancellation = null;
            timer.run();
        }
    }

    private boolean enter(State from, State to) {
        return STATE.compareAndSet(this, from, to);
    }

    @Override
    WaitingCalls.Call describe() {
        return call.describe();
    }
}
