package dev.recourse.crash.hook;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.capture.TimeLimit;
import dev.recourse.crash.capture.TraceText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Those who are told of a crash; one who fails, or takes too long, keeps nothing from the others. */
final class CrashAudience {

    private static final Log logger = LogFactory.getLog(CrashAudience.class);

    private volatile List<CrashNotifier> notifiers = List.of();

    private volatile List<CrashListener> listeners = List.of();

    void notifiers(List<CrashNotifier> current) {
        notifiers = List.copyOf(current);
    }

    void listeners(List<CrashListener> current) {
        listeners = List.copyOf(current);
    }

    /** Tells all of a report, and people only of one that is in a file and that nobody made by hand. */
    void tell(CrashReport report, @Nullable Path file, boolean delivered, Duration limit) {
        for (CrashListener listener : listeners) {
            call(limit, () -> listener.reported(report.source(), delivered));
        }
        if (file == null || report.source() == Source.MANUAL) {
            return;
        }
        String message = TraceText.heading(report.failure());
        CrashNotice notice = new CrashNotice(report.id(), message, file, delivered);
        for (CrashNotifier notifier : notifiers) {
            call(limit, () -> notifier.crashed(notice));
        }
    }

    private static void call(Duration limit, Runnable call) {
        try {
            TimeLimit.call(limit, () -> {
                call.run();
                return true;
            });
        } catch (ExecutionException | TimeoutException ex) {
            logger.warn("Somebody could not be told of a crash", ex);
        }
    }
}
