package dev.recourse.retry.failure;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of one failed attempt: its exception, with what stands behind it.
 *
 * @param exception as the caller would see it
 * @param response the error response that it reports, if any
 * @param io the kind of I/O failure that it reports, if any; null where there is a response
 */
public record Failure(
        Throwable exception,
        @Nullable Response response,
        @Nullable IoFailure io) {}
