package dev.recourse.retry.delay;

import dev.recourse.retry.FailedResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The current time by the server's clock, so that a wrong local clock changes nothing. */
final class ResponseDate {

    private ResponseDate() {}

    /** Returns the response's own {@code Date} (RFC 9110 section 6.6.1), or the local time without one. */
    static Instant of(@Nullable FailedResponse response, Instant now) {
        if (response != null) {
            List<String> lines = response.header("Date");
            for (String line : lines.subList(0, Math.min(lines.size(), HeaderItems.MOST))) {
                Instant date = HttpDate.parse(line.trim(), now);
                if (date != null) {
                    return date;
                }
            }
        }
        return now;
    }

    /** Returns the time that is left, zero if the instant is past, null if there is none. */
    static @Nullable Duration until(@Nullable Instant instant, Instant reference) {
        if (instant == null) {
            return null;
        }
        return instant.isAfter(reference) ? Duration.between(reference, instant) : Duration.ZERO;
    }
}
