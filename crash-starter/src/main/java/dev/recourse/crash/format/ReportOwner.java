package dev.recourse.crash.format;

import dev.recourse.crash.CrashReport.Application;
import org.jspecify.annotations.Nullable;

/**
 * The application whose reports a process writes and sends.
 *
 * @param name of the application, as its reports have it
 * @param header lines of a short report that say whose it is
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReportOwner(@Nullable String name, byte[] header) {

    /** An application of which nothing is known. */
    public static final ReportOwner UNKNOWN = of(Application.UNKNOWN);

    /** Returns the owner of this application's reports. */
    public static ReportOwner of(Application application) {
        return new ReportOwner(application.name(), ShortReport.headerOf(application));
    }

    /** Returns whether a report of this application is one of its own; so is one that does not say whose it is. */
    public boolean owns(@Nullable String application) {
        return application == null || application.equals(name);
    }
}
