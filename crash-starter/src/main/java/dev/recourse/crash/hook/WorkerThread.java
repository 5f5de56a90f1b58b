package dev.recourse.crash.hook;

import dev.recourse.crash.time.Deadline;
import dev.recourse.crash.time.FixedTimes;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon thread of the hook that waits for tasks: a process that has nothing left can start none. */
final class WorkerThread extends Thread {

    private final BlockingQueue<Runnable> tasks;

    private final AtomicInteger unfinished;

    private volatile boolean ended;

    private WorkerThread(String name, BlockingQueue<Runnable> tasks) {
        super(name);
        this.tasks = tasks;
        this.unfinished = new AtomicInteger(tasks.size());
        setDaemon(true);
    }

    /**
     * Starts a thread.
     *
     * @param most tasks that may wait for it
     */
    static WorkerThread started(String name, int most) {
        WorkerThread thread = new WorkerThread(name, new LinkedBlockingQueue<>(most));
        thread.start();
        return thread;
    }

    /** Returns a thread that takes over the tasks that wait, and leaves this one where it hangs. */
    WorkerThread replaced() {
        ended = true;
        WorkerThread next = new WorkerThread(getName(), tasks);
        next.start();
        return next;
    }

    /** Does a task later; returns false where too many wait. */
    boolean execute(Runnable task) {
        unfinished.incrementAndGet();
        boolean accepted = tasks.offer(task);
        if (!accepted) {
            unfinished.decrementAndGet();
        }
        return accepted;
    }

    /** Ends the thread after the tasks that wait. */
    void finish() {
        execute(() -> ended = true);
    }

    /** Waits until all is done, unless a task ends the process: that one waits itself for what this method is called by. */
    void awaitIdle(Deadline deadline) {
        while (unfinished.get() > 0 && !deadline.isOver() && !EndingThreads.contain(this)) {
            EndingThreads.lookAgain();
        }
    }

    /** Waits until the thread has ended. */
    void awaitEnd() {
        try {
            join(FixedTimes.STOPPING.toMillis());
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (!ended) {
            try {
                Runnable task = tasks.take();
                try {
                    task.run();
                } finally {
                    unfinished.decrementAndGet();
                }
            } catch (InterruptedException ex) {
                // nobody has a reason to; a report is worth more
            } catch (Throwable ex) {
                // each task says itself what failed
            }
        }
    }
}
