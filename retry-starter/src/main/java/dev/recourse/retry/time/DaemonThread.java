package dev.recourse.retry.time;

/** Creates daemon threads that inherit neither thread locals nor the context class loader. */
public final class DaemonThread {

    private DaemonThread() {}

    /** Returns a thread that is not started. */
    public static Thread of(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
