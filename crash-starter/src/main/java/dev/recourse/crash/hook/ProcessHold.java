package dev.recourse.crash.hook;

import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps the process from ending until people are told of a crash, by a thread that is no daemon: once the end has begun AWT opens no window. */
final class ProcessHold {

    private final AtomicBoolean holds = new AtomicBoolean();

    private final Runnable told;

    /**
     * Creates it.
     *
     * @param told waits until people are told
     */
    ProcessHold(Runnable told) {
        this.told = told;
    }

    /** Begins to hold, unless it does already; never throws. */
    void begin() {
        if (!holds.compareAndSet(false, true)) {
            return;
        }
        try {
            Thread thread = new Thread(null, this::hold, "recourse-crash-hold", 0, false);
            thread.setDaemon(false);
            thread.start();
        } catch (Throwable ex) {
            // no thread, no window: the console tells
            holds.set(false);
        }
    }

    private void hold() {
        try {
            told.run();
        } finally {
            holds.set(false);
        }
    }
}
