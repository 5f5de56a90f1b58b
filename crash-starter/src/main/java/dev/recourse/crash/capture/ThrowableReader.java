package dev.recourse.crash.capture;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a throwable whose methods may have been overridden by somebody careless. */
public final class ThrowableReader {

    private static final StackTraceElement[] NO_FRAMES = {};

    private ThrowableReader() {}

    public static @Nullable String message(Throwable failure) {
        Object message = isOverridden(failure, "getMessage") || isOverridden(failure, "getLocalizedMessage")
                ? SafeCalls.limited(failure::getLocalizedMessage)
                : SafeCalls.direct(failure::getLocalizedMessage);
        return message instanceof SafeCalls.Failed failed ? failed.text() : (String) message;
    }

    /** Returns the cause, or null; says in a note if it could not be had. */
    static @Nullable Throwable cause(Throwable failure, Consumer<String> notes) {
        Object cause = isOverridden(failure, "getCause")
                ? SafeCalls.limited(failure::getCause)
                : SafeCalls.direct(failure::getCause);
        if (cause instanceof SafeCalls.Failed failed) {
            notes.accept("The cause of " + failure.getClass().getName() + " could not be read: " + failed.text());
            return null;
        }
        return (Throwable) cause;
    }

    static StackTraceElement[] frames(Throwable failure) {
        Object frames = isOverridden(failure, "getStackTrace")
                ? SafeCalls.limited(failure::getStackTrace)
                : SafeCalls.direct(failure::getStackTrace);
        return frames instanceof StackTraceElement[] elements ? elements : NO_FRAMES;
    }

    private static boolean isOverridden(Throwable failure, String method) {
        try {
            return !failure.getClass()
                    .getMethod(method)
                    .getDeclaringClass()
                    .getName()
                    .startsWith("java.");
        } catch (NoSuchMethodException ex) {
            return false;
        } catch (LinkageError ex) {
            // a class that one of its methods speaks of is missing
            return true;
        }
    }
}
