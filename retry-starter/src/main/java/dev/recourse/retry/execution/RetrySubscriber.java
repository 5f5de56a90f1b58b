package dev.recourse.retry.execution;

import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.idempotency.AttemptTrace;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKey;
import dev.recourse.retry.idempotency.IdempotencyKeyContext;
import dev.recourse.retry.idempotency.RequestLog;
import dev.recourse.retry.idempotency.RequestLogContext;
import dev.recourse.retry.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.retry.RetryCallback;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** A reactive call: passes on what its attempts emit, and their failures only where they are final. */
final class RetrySubscriber<T> implements CoreSubscriber<T>, Subscription, PendingCall.Caller {

    private final RetrySource<T> calls;
    private final CoreSubscriber<? super T> actual;
    private final @Nullable IdempotencyKey key;
    private final Context reactorContext;
    private volatile @Nullable Context noting;
    private @Nullable RequestLog log;
    private @Nullable AttemptTrace trace;
    private long mark;
    private final long start;
    private @Nullable CapturedThreadLocals context;
    private @Nullable Subscription attempt;
    private long requested;
    private boolean attempted;
    private boolean emitted;
    private volatile boolean cancelled;
    private volatile @Nullable PendingCall pending;

    /**
     * Creates the call.
     *
     * @param context of the thread that subscribes, null if it is that thread to which a first failure comes
     */
    RetrySubscriber(
            RetrySource<T> calls,
            CoreSubscriber<? super T> actual,
            long start,
            @Nullable CapturedThreadLocals context) {
        this.calls = calls;
        this.actual = actual;
        this.key = calls.state().newKey();
        this.reactorContext = IdempotencyKeyContext.bind(actual.currentContext(), key);
        this.start = start;
        this.context = context;
    }

    void begin() {
        actual.onSubscribe(this);
        if (cancelled) {
            return;
        }
        if (calls.state().cooldown() != null) {
            PendingCall kept = PendingCall.arrived(this);
            pending = kept;
            if (!cancelled) {
                kept.begin();
            }
            return;
        }
        calls.state().count();
        attempt();
    }

    /** Takes note of requests only where somebody looks at the context, as every request of WebClient does. */
    @Override
    public Context currentContext() {
        Context context = noting;
        return context == null ? takeNotes() : context;
    }

    private synchronized Context takeNotes() {
        Context context = noting;
        if (context == null) {
            log = new RequestLog(RequestLogContext.bound(reactorContext));
            context = RequestLogContext.bind(reactorContext, log);
            noting = context;
        }
        return context;
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
        if (!emitted) {
            emitted = true;
            succeeded(element);
        }
        actual.onNext(element);
    }

    @Override
    public void onComplete() {
        if (!emitted) {
            succeeded(null);
        }
        actual.onComplete();
    }

    private void succeeded(@Nullable T element) {
        PendingCall call = pending;
        if (call != null) {
            call.succeeded(element);
        }
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
        trace().failInThread();
        context().run(() -> failed(Exceptions.unwrap(failure)));
    }

    private void failed(Throwable failure) {
        PendingCall call = pending;
        if (call == null) {
            call = PendingCall.attempting(this);
            pending = call;
        }
        if (cancelled) {
            call.cancel();
        } else {
            call.failed(failure);
        }
    }

    private CapturedThreadLocals context() {
        CapturedThreadLocals captured = context;
        if (captured == null) {
            captured = CapturedThreadLocals.capture(reactorContext);
            context = captured;
        }
        return captured;
    }

    @Override
    public String label() {
        return calls.label();
    }

    @Override
    public Settings settings() {
        return calls.settings();
    }

    @Override
    public RetryClient clientState() {
        return calls.state();
    }

    @Override
    public @Nullable IdempotencyKey key() {
        return key;
    }

    @Override
    public long start() {
        return start;
    }

    @Override
    public AttemptTrace trace() {
        AttemptTrace known = trace;
        if (known == null) {
            takeNotes();
            known = new AttemptTrace(mark, log);
            trace = known;
        }
        return known;
    }

    @Override
    public @Nullable String usedUp() {
        return ReadsOnce.usedUp(calls.attempts());
    }

    @Override
    public Waits waits() {
        return calls.waits();
    }

    @Override
    public RetryCallback<?, ?> attempts() {
        return calls.attempts();
    }

    @Override
    public void resume(Runnable task) {
        context().run(task);
    }

    @Override
    public void attempt() {
        if (!attempted) {
            mark = EventOrder.now();
        }
        Publisher<T> next = attempted ? calls.attempt(key) : calls.firstAttempt(key);
        attempted = true;
        next.subscribe(this);
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
