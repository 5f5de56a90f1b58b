package dev.recourse.crash.locals;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Function;

/**
 * A thread of the recorder: it keeps no process alive, takes nothing over from the one that happened to start it, and is no
 * crash of the application where it dies, as without memory.
 */
class OwnThread extends Thread {

    OwnThread(Runnable task, String name) {
        super(null, task, name, 0, false);
        setDaemon(true);
        setContextClassLoader(null);
        setUncaughtExceptionHandler((thread, failure) -> {});
    }

    /** A new thread keeps the classes alive that are on the stack of the one that makes it, but for privileged code. */
    @SuppressWarnings("removal")
    static Thread of(Runnable task, Function<Runnable, OwnThread> constructor) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> constructor.apply(task));
    }
}
