package dev.recourse.crash.locals;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A few threads on which values are rendered, while the one that throws waits: a value may hang, fill the stack, or
 * throw an exception of woven code in its turn.
 */
final class RenderingThreads {

    /** For a frame; in a process that has just started, classes must be loaded for each kind of value. */
    private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int MOST = 4;

    private static final long IDLE_SECONDS = 10;

    private static final int MOST_WAITING = 64;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            RenderingThreads::thread);

    RenderingThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Returns whether the code that asks is called by a value that is being rendered. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof RenderingThread;
    }

    /** A new thread keeps the classes alive that are on the stack of the one that makes it, but for privileged code. */
    @SuppressWarnings("removal")
    private static Thread thread(Runnable task) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> new RenderingThread(task));
    }

    /** Runs a rendering, unless too many wait already; returns whether it has ended in time. */
    boolean run(Rendering rendering) {
        FutureTask<?> call = new FutureTask<>(rendering, null);
        try {
            threads.execute(call);
            await(call);
            return true;
        } catch (RejectedExecutionException | TimeoutException | ExecutionException ex) {
            return false;
        } finally {
            rendering.end();
            if (call.cancel(true)) {
                threads.remove(call);
            }
        }
    }

    /** Waits; an interruption is kept for later. */
    private static void await(FutureTask<?> call) throws ExecutionException, TimeoutException {
        long end = System.nanoTime() + LIMIT;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    call.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
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

    /** Known by its class; it takes nothing over from the thread that happened to start it. */
    private static final class RenderingThread extends Thread {

        RenderingThread(Runnable task) {
            super(null, task, "recourse-crash-locals", 0, false);
            setDaemon(true);
            setContextClassLoader(null);
        }
    }
}
