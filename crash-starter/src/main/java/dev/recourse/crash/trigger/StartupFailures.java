package dev.recourse.crash.trigger;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.hook.PendingCrash;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Sees each failure of a start, the one of a listener at its very end too, before Boot reports it and hides it from the handlers of threads. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartupFailures implements SpringBootExceptionReporter {

    @Override
    public boolean reportException(Throwable failure) {
        CrashHook hook = UncaughtHandler.current();
        if (hook != null) {
            // Boot's own report is the trace: nobody waits for ours before
            PendingCrash unused = hook.accept(Source.STARTUP, Thread.currentThread(), failure);
        }
        return false;
    }
}
