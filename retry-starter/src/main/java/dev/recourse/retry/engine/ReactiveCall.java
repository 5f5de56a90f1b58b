package dev.recourse.retry.engine;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A reactive call: passes on what its attempts emit, and their failures only where they are final. */
final class ReactiveCall<T> implements CoreSubscriber<T>, Subscription, PendingCall.Caller {

    private final ReactiveCalls<T> calls;
    private final CoreSubscriber<? super T> actual;
    private final long start;
    private @Nullable CallContext context;
    private @Nullable Subscription attempt;
    private long requested;
    private boolean emitted;
    private volatile boolean cancelled;
    private volatile @Nullable PendingCall pending;

    /**
     * Creates the call.
     *
     * @param context of the thread that subscribes, null if it is that thread to which a first failure comes
     */
    ReactiveCall(ReactiveCalls<T> calls, CoreSubscriber<? super T> actual, long start, @Nullable CallContext context) {
        this.calls = calls;
        this.actual = actual;
        this.start = start;
        this.context = context;
    }

    void begin() {
        actual.onSubscribe(this);
        if (!cancelled) {
            calls.first().subscribe(this);
        }
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        long demand;
        synchronized (this) {
            attempt = subscription;
            demand = requested;
        }
        if (cancelled) {
            subscription.cancel();
        } else if (demand > 0) {
            subscription.request(demand);
        }
    }

    @Override
    public void request(long elements) {
        if (!Operators.validate(elements)) {
            return;
        }
        Subscription current;
        synchronized (this) {
            // An attempt takes over the whole demand: nothing was emitted before it.
            requested = Operators.addCap(requested, elements);
            current = attempt;
        }
        if (current != null) {
            current.request(elements);
        }
    }

    @Override
    public void onNext(T element) {
        emitted = true;
        actual.onNext(element);
    }

    @Override
    public void onComplete() {
        actual.onComplete();
    }

    @Override
    public void onError(Throwable failure) {
        if (emitted) {
            actual.onError(failure);
            return;
        }
        synchronized (this) {
            attempt = null;
        }
        if (cancelled) {
            Operators.onErrorDropped(failure, currentContext());
            return;
        }
        if (context == null) {
            context = CallContext.capture(currentContext());
        }
        context.run(() -> failed(Exceptions.unwrap(failure)));
    }

    private void failed(Throwable failure) {
        PendingCall call = pending;
        if (call == null) {
            call = calls.pending(start, this);
            pending = call;
            if (cancelled) {
                return;
            }
        }
        call.failed(failure);
    }

    @Override
    public void again() {
        if (context != null && !cancelled) {
            context.run(() -> calls.attempt().subscribe(this));
        }
    }

    @Override
    public void end(Throwable failure) {
        actual.onError(failure);
    }

    @Override
    public void cancel() {
        cancelled = true;
        Subscription current;
        synchronized (this) {
            current = attempt;
        }
        if (current != null) {
            current.cancel();
        }
        PendingCall call = pending;
        if (call != null) {
            call.cancel();
        }
    }
}
