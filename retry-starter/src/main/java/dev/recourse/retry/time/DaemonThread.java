package dev.recourse.retry.time;

/** Makes threads that outlive the call that begins them, and so must keep nothing of that one's thread. */
public final class DaemonThread {

    private DaemonThread() {}

    /** Returns a thread without inheritable thread locals or a class loader of the application's. */
    public static Thread of(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
