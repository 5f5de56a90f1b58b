package dev.recourse.crash.format;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Parses times that a calendar has and that every reader of a report can print. */
final class TimeRange {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final Duration LONGEST = Duration.between(FIRST, LAST);

    private TimeRange() {}

    /**
     * Returns the time that the text says, from the year 0 to the year 9999.
     *
     * @throws DateTimeException if it says none of these
     */
    static Instant instant(String text) {
        Instant time = Instant.parse(text);
        if (!contains(time)) {
            throw new DateTimeException("Time out of range: " + text);
        }
        return time;
    }

    /**
     * Returns the duration that the text says, not negative and shorter than 10,000 years.
     *
     * @throws DateTimeException if it says none of these
     */
    static Duration duration(String text) {
        Duration duration = Duration.parse(text);
        if (!contains(duration)) {
            throw new DateTimeException("Duration out of range: " + text);
        }
        return duration;
    }

    static boolean contains(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }

    static boolean contains(Duration duration) {
        return !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
    }
}
