package dev.recourse.crash.render;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls what may hang, on a daemon thread of its own, and leaves it there when its time is up. */
public final class TimeLimiter {

    private TimeLimiter() {}

    /**
     * Returns the result of a call.
     *
     * @throws TimeoutException if there was none in time
     * @throws ExecutionException if the call failed
     */
    public static <T extends @Nullable Object> T call(Duration limit, Callable<T> call)
            throws ExecutionException, TimeoutException {
        FutureTask<T> task = start(call);
        try {
            return await(task, System.nanoTime() + limit.toNanos());
        } finally {
            task.cancel(true);
        }
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

    /** Starts a call; its result, or its failure, is in the task that is returned. */
    public static <T extends @Nullable Object> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new CallThread(task).start();
        return task;
    }

    /** Returns whether this thread does a call of this class, so that a failure in it is no crash of its own. */
    public static boolean isInCall() {
        return Thread.currentThread() instanceof CallThread;
    }

    /** Known by its class, which, other than a group, the threads that a call starts do not inherit. */
    private static final class CallThread extends Thread {

        CallThread(Runnable task) {
            super(task, "recourse-crash-call");
            setDaemon(true);
        }
    }
}
