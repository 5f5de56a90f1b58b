package dev.recourse.crash.locals;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A few threads on which values are rendered, while the one that throws waits: a value may hang, fill the stack, or
 * throw an exception of woven code in its turn. A thread that hangs is replaced.
 */
final class RenderingThreads {

    /** For a value; in a process that has just started, classes must be loaded for each kind. */
    private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(250);

    /** For a value that waits for a lock: it may be one that the thread that throws holds. */
    private static final long BLOCKED_LIMIT = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int MOST = 4;

    private static final int MOST_HUNG = 20;

    private static final long IDLE_SECONDS = 10;

    private static final int MOST_WAITING = 64;

    private final AtomicInteger hung = new AtomicInteger();

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            MOST,
            MOST + MOST_HUNG,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> OwnThread.of(task, RenderingThread::new));

    RenderingThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    /** Returns whether the code that asks is called by a value that is being rendered. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof RenderingThread;
    }

    /** Returns whether so many threads hang that no more values are read that need one. */
    boolean isExhausted() {
        return hung.get() >= MOST_HUNG;
    }

    /** Renders what is not plain; returns whether all of it came in time. An interruption is kept for later. */
    boolean run(Rendering rendering) {
        boolean inTime = true;
        boolean interrupted = false;
        try {
            while (!rendering.isDone()) {
                if (isExhausted()) {
                    return false;
                }
                Task task = new Task(rendering, Thread.currentThread());
                threads.execute(task);
                boolean ended = await(task);
                interrupted |= task.interrupted;
                if (!ended) {
                    inTime = false;
                    abandon(task);
                }
            }
            return inTime;
        } catch (RejectedExecutionException ex) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until a task has ended, and returns true, or one of its values has taken too long. */
    private static boolean await(Task task) {
        int variable = task.rendering.next();
        long start = System.nanoTime();
        int stillBlocked = 0;
        while (!task.rendering.isDone()) {
            LockSupport.parkNanos(task, TimeUnit.MILLISECONDS.toNanos(1));
            task.interrupted |= Thread.interrupted();
            if (task.rendering.next() != variable) {
                variable = task.rendering.next();
                start = System.nanoTime();
                stillBlocked = 0;
            } else {
                long waited = System.nanoTime() - start;
                stillBlocked = task.isBlocked() ? stillBlocked + 1 : 0;
                boolean over = waited > LIMIT || (stillBlocked > 2 && waited > BLOCKED_LIMIT);
                if (over && task.rendering.giveUp(variable)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void abandon(Task task) {
        if (task.abandon()) {
            threads.remove(task);
            return;
        }
        threads.setCorePoolSize(Math.min(MOST + hung.incrementAndGet(), MOST + MOST_HUNG));
    }

    private void returned() {
        threads.setCorePoolSize(MOST + Math.max(0, hung.decrementAndGet()));
    }

    /** Renders one variable after the other, until it has taken too long for one. */
    private final class Task implements Runnable {

        private final Rendering rendering;

        private final Thread waiting;

        private boolean interrupted;

        private @Nullable Thread runner;

        private boolean abandoned;

        private boolean ended;

        Task(Rendering rendering, Thread waiting) {
            this.rendering = rendering;
            this.waiting = waiting;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (abandoned) {
                    return;
                }
                runner = Thread.currentThread();
            }
            try {
                for (int next = rendering.next(); !isAbandoned() && !rendering.isDone(); next = rendering.next()) {
                    rendering.render(next);
                }
            } finally {
                end();
                LockSupport.unpark(waiting);
            }
        }

        private synchronized boolean isAbandoned() {
            return abandoned;
        }

        private void end() {
            boolean wasAbandoned;
            synchronized (this) {
                ended = true;
                wasAbandoned = abandoned;
                Thread.interrupted();
            }
            if (wasAbandoned) {
                returned();
            }
        }

        /** Lets it go no further than it is; returns whether it has not begun, or has ended. */
        synchronized boolean abandon() {
            abandoned = true;
            if (runner != null && !ended) {
                runner.interrupt();
                return false;
            }
            return true;
        }

        synchronized boolean isBlocked() {
            Thread.State state = runner == null || ended ? Thread.State.RUNNABLE : runner.getState();
            return state != Thread.State.RUNNABLE;
        }
    }

    /** Known by its class. */
    private static final class RenderingThread extends OwnThread {

        RenderingThread(Runnable task) {
            super(task, "recourse-crash-locals");
        }
    }
}
