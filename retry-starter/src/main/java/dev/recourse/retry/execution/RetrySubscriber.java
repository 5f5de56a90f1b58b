package dev.recourse.retry.execution;

import dev.recourse.retry.failure.FailedValueException;
import dev.recourse.retry.idempotency.EventOrder;
import dev.recourse.retry.idempotency.IdempotencyKeyContext;
import dev.recourse.retry.idempotency.ReactiveAttemptTrace;
import dev.recourse.retry.idempotency.RequestLog;
import dev.recourse.retry.idempotency.RequestLogContext;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Drives a reactive call: passes on what its attempts emit, and only the failure that is final. */
final class RetrySubscriber<T> implements CoreSubscriber<T>, Subscription, RetryDriver {

    private final RetrySource<T> source;
    private final CoreSubscriber<? super T> actual;
    private final EarlierRuns earlierRuns;
    private volatile Context reactorContext;
    private volatile @Nullable ReactiveAttemptTrace trace;
    private long mark;
    private final long start;
    private @Nullable CapturedThreadLocals context;
    private @Nullable Subscription underWay;
    private long requested;
    private boolean attempted;
    private boolean emitted;
    private @Nullable RuntimeException failedValue;
    private volatile boolean cancelled;
    private volatile @Nullable RetryExecution execution;

    /**
     * Creates the call.
     *
     * @param context of the thread that subscribes, null if it is that thread to which a first failure comes
     */
    RetrySubscriber(
            RetrySource<T> source,
            CoreSubscriber<? super T> actual,
            long start,
            @Nullable CapturedThreadLocals context) {
        this.source = source;
        this.actual = actual;
        this.earlierRuns = source.earlierRuns();
        this.reactorContext = IdempotencyKeyContext.bind(actual.currentContext(), earlierRuns.key());
        this.start = start;
        this.context = context;
    }

    void begin() {
        actual.onSubscribe(this);
        if (cancelled) {
            return;
        }
        if (client().cooldown() != null || earlierRuns.attempts() > 0) {
            RetryExecution call = RetryExecution.arriving(this);
            execution = call;
            if (!cancelled) {
                call.arrive();
            }
            return;
        }
        client().count();
        beginAttempt();
    }

    /** Takes note of requests only where somebody looks at the context, as every request of WebClient does. */
    @Override
    public Context currentContext() {
        ReactiveAttemptTrace known = trace();
        if (!known.isLogged()) {
            takeNotes(known);
        }
        return reactorContext;
    }

    private synchronized void takeNotes(ReactiveAttemptTrace known) {
        if (!known.isLogged()) {
            RequestLog log = new RequestLog(RequestLogContext.bound(reactorContext));
            reactorContext = RequestLogContext.bind(reactorContext, log);
            known.readFrom(log);
        }
    }

    @Override
    public ReactiveAttemptTrace trace() {
        ReactiveAttemptTrace known = trace;
        return known == null ? createTrace() : known;
    }

    private synchronized ReactiveAttemptTrace createTrace() {
        ReactiveAttemptTrace known = trace;
        if (known == null) {
            known = new ReactiveAttemptTrace(mark);
            trace = known;
        }
        return known;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        long demand;
        synchronized (this) {
            underWay = subscription;
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
            current = underWay;
        }
        if (current != null) {
            current.request(elements);
        }
    }

    @Override
    public void onNext(T element) {
        if (!emitted) {
            failedValue = source.single() ? failureIn(element) : null;
            if (failedValue != null) {
                return;
            }
            emitted = true;
            succeeded(element);
        }
        actual.onNext(element);
    }

    @Override
    public void onComplete() {
        RuntimeException failed = failedValue;
        if (failed != null) {
            failedValue = null;
            onError(failed);
            return;
        }
        if (!emitted) {
            succeeded(null);
        }
        actual.onComplete();
    }

    private void succeeded(@Nullable T element) {
        RetryExecution call = execution;
        if (call != null) {
            call.succeeded(element);
        }
    }

    @Override
    public void onError(Throwable failure) {
        failedValue = null;
        if (emitted) {
            actual.onError(failure);
            return;
        }
        synchronized (this) {
            underWay = null;
        }
        if (cancelled) {
            Operators.onErrorDropped(failure, currentContext());
            return;
        }
        trace().failInThread();
        context().run(() -> failed(Exceptions.unwrap(failure)));
    }

    private void failed(Throwable failure) {
        RetryExecution call = execution;
        if (call == null) {
            call = RetryExecution.attempting(this);
            execution = call;
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
            captured = RetrySource.threadLocals(actual.currentContext());
            context = captured;
        }
        return captured;
    }

    @Override
    public Attempt<?, ?> attempt() {
        return source.attempt();
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
    public ReactiveRetryExecutor executor() {
        return source.executor();
    }

    @Override
    public Future<?> schedule(RetryExecution execution, Duration delay) {
        return executor().scheduler().schedule(execution, delay);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // once it is due, there is nothing to cancel
    public void wake(RetryExecution execution) {
        executor().scheduler().schedule(execution::callIfLifted, Duration.ZERO);
    }

    @Override
    public void resume(Runnable task) {
        context().run(task);
    }

    @Override
    public void beginAttempt() {
        ReactiveAttemptTrace known = trace;
        if (!attempted && known != null) {
            known.begin();
        } else if (!attempted) {
            mark = EventOrder.now();
        }
        Publisher<T> next = attempted ? source.make(key()) : source.first(key());
        attempted = true;
        next.subscribe(this);
    }

    @Override
    @SuppressWarnings("unchecked") // an attempt has emitted the value
    public void end(Throwable failure) {
        if (failure instanceof FailedValueException failed) {
            actual.onNext((T) failed.value());
            actual.onComplete();
        } else {
            actual.onError(failure);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        Subscription current;
        synchronized (this) {
            current = underWay;
        }
        if (current != null) {
            current.cancel();
        }
        RetryExecution call = execution;
        if (call != null) {
            call.cancel();
        }
    }
}
