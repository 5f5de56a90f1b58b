package dev.recourse.crash.render;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls code that may hang, on a daemon thread of its own, and leaves the thread behind when its time is up. A call that
 * hangs costs its own time: the next one has a thread of its own, until 20 calls hang. Then nothing is called any more.
 */
public final class TimeLimiter {

    /** Most threads at a time: those of calls that hang, and those of calls that will end. */
    public static final int MOST_CALLS = 20;

    /** Calls of {@code toString()}, providers and the like: what the application's values make of it is their own loss. */
    public static final TimeLimiter VALUES = new TimeLimiter(MOST_CALLS);

    private static final TimeLimiter OTHERS = new TimeLimiter(MOST_CALLS);

    private final int mostCalls;

    private final Semaphore free;

    TimeLimiter(int mostCalls) {
        this.mostCalls = mostCalls;
        this.free = new Semaphore(mostCalls);
    }

    /**
     * Returns the result of a call of a sender, a notifier or the like, which no value that hangs keeps from its thread.
     *
     * @throws TimeoutException if there was none in time
     * @throws ExecutionException if the call failed
     */
    public static <T extends @Nullable Object> T call(Duration limit, Callable<T> call)
            throws ExecutionException, TimeoutException {
        return OTHERS.within(limit, call);
    }

    /** Begins such a call; too many that hang are one more way in which it fails. */
    public static <T extends @Nullable Object> FutureTask<T> start(Callable<T> call) {
        try {
            return OTHERS.begin(call);
        } catch (TimeoutException ex) {
            FutureTask<T> refused = new FutureTask<>(() -> {
                throw ex;
            });
            refused.run();
            return refused;
        }
    }

    /**
     * Returns the result of a call.
     *
     * @throws TimeoutException if there was none in time, or if too many calls hang
     * @throws ExecutionException if the call failed
     */
    public <T extends @Nullable Object> T within(Duration limit, Callable<T> call)
            throws ExecutionException, TimeoutException {
        FutureTask<T> task = begin(call);
        try {
            return await(task, System.nanoTime() + limit.toNanos());
        } finally {
            task.cancel(true);
        }
    }

    /**
     * Begins a call; its result, or its failure, is in the task that is returned.
     *
     * @throws TimeoutException if too many calls hang
     */
    public <T extends @Nullable Object> FutureTask<T> begin(Callable<T> call) throws TimeoutException {
        if (!free.tryAcquire()) {
            throw new TimeoutException(mostCalls + " earlier calls hang");
        }
        FutureTask<T> task = new FutureTask<>(call);
        try {
            new CallThread(task, free).start();
        } catch (Throwable ex) {
            free.release();
            throw ex;
        }
        return task;
    }

    /** Returns whether so many calls hang that no other is begun. */
    public boolean isExhausted() {
        return free.availablePermits() == 0;
    }

    /**
     * Returns the result of a task, waiting until that {@link System#nanoTime}; an interruption is kept for later.
     *
     * @throws TimeoutException if there was none in time
     * @throws ExecutionException if the task failed
     */
    public static <T extends @Nullable Object> T await(FutureTask<T> task, long end)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException ex) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether this thread does a call of this class, so that a failure in it is no crash of its own. */
    public static boolean isInCall() {
        return Thread.currentThread() instanceof CallThread;
    }

    /** Known by its class, which, other than a group, the threads that a call starts do not inherit. */
    private static final class CallThread extends Thread {

        private final Semaphore free;

        CallThread(Runnable task, Semaphore free) {
            super(task, "recourse-crash-call");
            this.free = free;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                free.release();
            }
        }
    }
}
