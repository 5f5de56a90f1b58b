package dev.recourse.crash.trigger;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.Thread.UncaughtExceptionHandler;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Warns, once each, where crashes will leave no report: another handler is in place, or the virtual machine ends before any is called. */
public final class UnreportedCrashes {

    private static final Log logger = LogFactory.getLog(UnreportedCrashes.class);

    private static final List<String> DEADLY = List.of("ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError");

    private final AtomicBoolean replaced = new AtomicBoolean();

    /** Looks at the default handler of uncaught exceptions. */
    public void checkHandler() {
        UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (!(handler instanceof UncaughtHandler) && replaced.compareAndSet(false, true)) {
            logger.warn("A thread that dies of an exception leaves no crash report: "
                    + (handler == null ? "no handler" : handler.getClass().getName())
                    + " took the place of the default handler of uncaught exceptions after the start. Set it before the"
                    + " application context is refreshed, or let it call the handler that was there before");
        }
    }

    /** Looks at the options of the virtual machine. */
    public void checkVirtualMachine() {
        for (String option : DEADLY) {
            if (isSet(option)) {
                logger.warn("An OutOfMemoryError leaves no crash report: -XX:+" + option
                        + " ends the process before it can be written. Remove that option; recourse.crash.exit-code ends"
                        + " the process after the report");
            }
        }
    }

    /** By the diagnostic bean, for an option may come from the command line, the environment or a file. */
    private static boolean isSet(String option) {
        try {
            HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return bean != null && Boolean.parseBoolean(bean.getVMOption(option).getValue());
        } catch (RuntimeException | LinkageError ex) {
            // another virtual machine, or an image without this module: such an option is none of its
            return false;
        }
    }
}
