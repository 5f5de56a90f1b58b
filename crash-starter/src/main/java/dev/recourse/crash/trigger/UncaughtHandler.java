package dev.recourse.crash.trigger;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.hook.PendingCrash;
import java.lang.Thread.UncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;

/** Stands, once a process, before the default handler of exceptions that a thread dies of. */
public final class UncaughtHandler implements UncaughtExceptionHandler {

    private static volatile @Nullable CrashHook current;

    private final @Nullable UncaughtExceptionHandler earlier;

    private final EmergencyConsole lastWords = new EmergencyConsole();

    private UncaughtHandler(@Nullable UncaughtExceptionHandler earlier) {
        this.earlier = earlier;
    }

    /** Makes this hook the one that is called from now on, until the process ends or another takes its place. */
    public static synchronized void install(CrashHook hook) {
        current = hook;
        UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (!(handler instanceof UncaughtHandler)) {
            Thread.setDefaultUncaughtExceptionHandler(new UncaughtHandler(handler));
        }
    }

    /** Lets the handler only pass on what comes, if it is this hook that is called now. */
    public static synchronized void remove(CrashHook hook) {
        if (current == hook) {
            current = null;
        }
    }

    /** Returns the hook that is called now. */
    public static @Nullable CrashHook current() {
        return current;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        CrashHook hook = current;
        PendingCrash crash = hook == null ? null : hook.accept(Source.UNCAUGHT, thread, failure);
        try {
            passOn(thread, failure);
        } finally {
            if (hook != null) {
                if (crash != null) {
                    hook.finish(crash);
                }
                exit(hook);
            }
        }
    }

    @SuppressWarnings({"SystemOut", "CatchAndPrintStackTrace"})
    private void passOn(Thread thread, Throwable failure) {
        if (earlier != null) {
            earlier.uncaughtException(thread, failure);
        } else if (!CrashHook.isThreadDeath(failure)) {
            // as ThreadGroup does it where there is no default handler
            try {
                System.err.print("Exception in thread \"");
                System.err.print(thread.getName());
                System.err.print("\" ");
                failure.printStackTrace(System.err);
            } catch (OutOfMemoryError ex) {
                lastWords.say();
            }
        }
    }

    /** Ends the process from another thread: this one may have been started by what is shutting down already. */
    private static void exit(CrashHook hook) {
        Integer code = hook.exitCode();
        if (code != null) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            hook.awaitAnswer();
                        } finally {
                            System.exit(code);
                        }
                    },
                    "recourse-crash-exit");
            thread.start();
        }
    }
}
