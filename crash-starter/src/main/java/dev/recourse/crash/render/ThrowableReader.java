package dev.recourse.crash.render;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a throwable whose methods may have been overridden by somebody careless. */
public final class ThrowableReader {

    private static final StackTraceElement[] NO_FRAMES = {};

    private ThrowableReader() {}

    public static @Nullable String message(Throwable failure) {
        Object message = isOverridden(failure, "getMessage") || isOverridden(failure, "getLocalizedMessage")
                ? GuardedCalls.limited(failure::getLocalizedMessage)
                : GuardedCalls.direct(failure::getLocalizedMessage);
        return message instanceof GuardedCalls.Failed failed ? failed.text() : (String) message;
    }

    /** Returns the cause, or null; says in a note if it could not be had. */
    public static @Nullable Throwable cause(Throwable failure, Consumer<String> notes) {
        Object cause = isOverridden(failure, "getCause")
                ? GuardedCalls.limited(failure::getCause)
                : GuardedCalls.direct(failure::getCause);
        if (cause instanceof GuardedCalls.Failed failed) {
            notes.accept("The cause of " + failure.getClass().getName() + " could not be read: " + failed.text());
            return null;
        }
        return (Throwable) cause;
    }

    public static StackTraceElement[] frames(Throwable failure) {
        Object frames = isOverridden(failure, "getStackTrace")
                ? GuardedCalls.limited(failure::getStackTrace)
                : GuardedCalls.direct(failure::getStackTrace);
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
