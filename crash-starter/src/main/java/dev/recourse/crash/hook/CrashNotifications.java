package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.format.StackTraceFormatter;
import dev.recourse.crash.render.TimeLimiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Those who are told of a crash; one who fails keeps nothing from the others, and all together have one limit. */
final class CrashNotifications {

    private static final Log logger = LogFactory.getLog(CrashNotifications.class);

    private volatile List<CrashNotifier> notifiers = List.of();

    private volatile List<CrashListener> listeners = List.of();

    void notifiers(List<CrashNotifier> current) {
        notifiers = List.copyOf(current);
    }

    void listeners(List<CrashListener> current) {
        listeners = List.copyOf(current);
    }

    /** Tells all of a report within that time, and people only of one that is in a file and that nobody made by hand. */
    void tell(CrashReport report, @Nullable Path file, boolean delivered, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        for (CrashListener listener : listeners) {
            call(end, () -> listener.reported(report.source(), delivered));
        }
        if (file == null || report.source() == Source.MANUAL) {
            return;
        }
        String message = StackTraceFormatter.heading(report.failure());
        CrashNotice notice = new CrashNotice(report.id(), message, file, delivered);
        for (CrashNotifier notifier : notifiers) {
            call(end, () -> notifier.crashed(notice));
        }
    }

    private static void call(long end, Runnable call) {
        try {
            TimeLimiter.call(Duration.ofNanos(end - System.nanoTime()), () -> {
                call.run();
                return true;
            });
        } catch (ExecutionException | TimeoutException ex) {
            logger.warn("Somebody could not be told of a crash", ex);
        }
    }
}
