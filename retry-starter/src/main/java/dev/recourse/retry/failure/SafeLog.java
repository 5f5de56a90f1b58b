package dev.recourse.retry.failure;

import org.apache.commons.logging.Log;

/** Logs what user code has thrown. A logger prints its message and trace, and these are user code too. */
public final class SafeLog {

    private SafeLog() {}

    /** Warns with the trace of what was thrown, or with its class where it cannot be printed. */
    public static void warn(Log log, String text, Throwable thrown) {
        try {
            log.warn(text, thrown);
        } catch (Throwable ex) {
            FatalErrors.rethrow(ex);
            log.warn(text + " It has thrown " + thrown.getClass().getName() + ", which cannot be printed.");
        }
    }
}
