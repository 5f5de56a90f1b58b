package dev.recourse.crash.hook;

import dev.recourse.crash.CrashReport.Source;

/** Is told of each report that was made. */
@FunctionalInterface
public interface CrashListener {

    /** Called when the hook is done with a report. */
    void reported(Source source, boolean delivered);
}
