package dev.recourse.crash.hook;

/** The thread on which reports are made; where it hangs, another takes its place. */
final class ReportThread {

    /** Crashes that may wait: threads that die wait for theirs, so that more of them take threads that live on. */
    private static final int MOST_WAITING = 100_000;

    /** Threads that may hang, in a disk that does not answer. */
    private static final int MOST_REPLACED = 20;

    private volatile WorkerThread thread = WorkerThread.started("recourse-crash-report", MOST_WAITING);

    private int replaced;

    /** Does a task later; returns false where too many wait. */
    boolean execute(Runnable task) {
        return thread.execute(task);
    }

    /** Returns the thread that does the next task. */
    WorkerThread current() {
        return thread;
    }

    /**
     * Replaces a thread that hangs, unless somebody has done so already.
     *
     * @return whether this is the last time
     */
    synchronized boolean replace(WorkerThread hanging) {
        if (thread != hanging || replaced == MOST_REPLACED) {
            return false;
        }
        replaced++;
        thread = hanging.replaced();
        return replaced == MOST_REPLACED;
    }

    /** Ends when it has done what was given to it; waits for that, but not long. */
    void finish() {
        thread.finish();
        thread.awaitEnd();
    }
}
