package dev.recourse.crash.hook;

import dev.recourse.crash.CrashReport.Source;

/** Is told of each report that was made. */
@FunctionalInterface
public interface CrashListener {

    /** Called on a thread of its own when it is known whether a report was delivered at once. */
    void reported(Source source, boolean delivered);
}
