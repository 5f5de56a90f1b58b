package dev.recourse.crash;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of a crash.
 *
 * @param id the report's id
 * @param message what happened, in one line, without secrets
 * @param file the report's file
 * @param delivered whether the report is sent already
 * @param page the report as a page to read, where {@code recourse.crash.html} keeps one
 * @param waits whether the report waits to be sent, now or by the next start; else there is no sender, and it is kept
 * @param asks whether it waits for the user's consent: see {@link CrashFeedback}
 * @since 0.1
 */
public record CrashNotice(
        String id,
        String message,
        Path file,
        boolean delivered,
        @Nullable Path page,
        boolean waits,
        boolean asks) {}
