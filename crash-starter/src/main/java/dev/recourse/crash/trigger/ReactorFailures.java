package dev.recourse.crash.trigger;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.hook.CrashHook;
import reactor.core.publisher.Hooks;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Reports the errors that a reactive pipeline dropped. */
public final class ReactorFailures {

    private static final Logger logger = Loggers.getLogger("reactor.core.publisher.Operators");

    private static boolean installed;

    private ReactorFailures() {}

    /** Adds itself to the hooks that are there, once a process. */
    public static synchronized void install() {
        if (!installed) {
            installed = true;
            Hooks.onErrorDropped(failure -> {
                CrashHook hook = UncaughtHandler.current();
                if (hook != null) {
                    hook.crashed(Source.REACTOR, failure);
                }
                // what Reactor does itself where there is no hook
                logger.error("Operator called default onErrorDropped", failure);
            });
        }
    }
}
