package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Source;
import java.time.Instant;

/**
 * What just happened.
 *
 * @param state of the thread, before it had to wait for its report
 */
public record Crash(String id, Source source, Instant time, Thread thread, Thread.State state, Throwable failure) {}
