package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Source;
import java.time.Instant;

/**
 * What just happened.
 *
 * @param repeats of the same crash since its last report
 */
public record Crash(String id, Source source, Instant time, Thread thread, Throwable failure, int repeats) {}
