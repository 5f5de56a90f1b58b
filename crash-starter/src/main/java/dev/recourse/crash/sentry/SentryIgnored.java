package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.format.StackTraceFormatter;
import io.sentry.FilterString;
import io.sentry.SentryOptions;
import java.util.List;

/** Asks the application's options whether they ignore a report's exception, as the SDK asks them about a throwable. */
final class SentryIgnored {

    private SentryIgnored() {}

    static boolean ignores(SentryOptions options, CrashReport report) {
        if (report.exceptions().isEmpty()) {
            return false;
        }
        Failure outermost = report.exceptions().get(0);
        return options.getIgnoredExceptionsForType().stream()
                        .anyMatch(type -> type.getName().equals(outermost.type()))
                || ignores(options.getIgnoredErrors(), outermost);
    }

    private static boolean ignores(List<FilterString> filters, Failure failure) {
        String text = StackTraceFormatter.heading(failure);
        return filters != null
                && filters.stream().anyMatch(filter -> filter.getFilterString().equals(text) || filter.matches(text));
    }
}
