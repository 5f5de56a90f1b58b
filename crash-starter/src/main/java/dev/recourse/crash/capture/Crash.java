package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Source;
import java.time.Instant;

/** What just happened. */
public record Crash(String id, Source source, Instant time, Thread thread, Throwable failure) {}
