package dev.recourse.crash.send;

import dev.recourse.crash.CrashReport;
import java.util.concurrent.CompletableFuture;

/**
 * A report that is sent ahead of those that wait from before.
 *
 * @param delivered whether it was delivered, once it was tried
 */
record FreshReport(CrashReport report, CompletableFuture<Boolean> delivered) {

    FreshReport(CrashReport report) {
        this(report, new CompletableFuture<>());
    }
}
