package dev.recourse.crash.hook;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/** The thread on which reports are made, waiting ready: a process that has nothing left can start none. */
final class ReportThread extends Thread {

    private static final long PATIENCE = 1000;

    private final BlockingQueue<FutureTask<?>> tasks;

    private volatile boolean abandoned;

    private ReportThread(BlockingQueue<FutureTask<?>> tasks) {
        super("recourse-crash-report");
        this.tasks = tasks;
        setDaemon(true);
    }

    static ReportThread started() {
        ReportThread thread = new ReportThread(new LinkedBlockingQueue<>());
        thread.start();
        return thread;
    }

    /** Returns a thread that does what this one has not begun, leaving this one where it hangs. */
    ReportThread replaced() {
        abandoned = true;
        ReportThread next = new ReportThread(tasks);
        next.start();
        return next;
    }

    void execute(FutureTask<?> task) {
        tasks.add(task);
    }

    /** Ends when it has done what was given to it; waits for that, but not long. */
    void finish() {
        execute(new FutureTask<>(() -> abandoned = true));
        try {
            join(PATIENCE);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (!abandoned) {
            try {
                tasks.take().run();
            } catch (InterruptedException ex) {
                // nobody has a reason to; a report is worth more
            }
        }
    }
}
