package dev.recourse.crash.hook;

import dev.recourse.crash.time.FixedTimes;
import java.time.Duration;

/** Knows the threads for which nobody may wait: the dead ones, and those that wait themselves until the process ends. */
final class EndingThreads {

    private static final String EXIT = Runtime.class.getName();

    private static final Thread NO_HOOK = new Thread();

    private EndingThreads() {}

    /** Returns whether a thread is dead or inside of {@link System#exit}, which returns to nobody. */
    static boolean contain(Thread thread) {
        return !thread.isAlive() || isEndingProcess(thread);
    }

    /** Returns whether a thread is inside of {@link System#exit}. */
    static boolean isEndingProcess(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals(EXIT) && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the process has begun to end. */
    static boolean isProcessEnding() {
        try {
            Runtime.getRuntime().removeShutdownHook(NO_HOOK);
            return false;
        } catch (IllegalStateException ex) {
            return true;
        }
    }

    /** Waits for threads that are dying, but whose handler is not called yet. */
    static void letOthersBegin() {
        sleep(FixedTimes.BEGINNING);
    }

    /** Waits a moment before the next look. */
    static void lookAgain() {
        sleep(FixedTimes.LOOKING);
    }

    /** An interruption is kept for later. */
    private static void sleep(Duration time) {
        boolean interrupted = Thread.interrupted();
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException ex) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
