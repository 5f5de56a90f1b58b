package dev.recourse.retry.delay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the text of a header or a field as a delay; never throws. */
@FunctionalInterface
interface DelayParser {

    /**
     * Returns the delay, zero or more and not yet rounded, or null if the text is no delay.
     *
     * @param text without white space around it
     * @param reference what a point in time counts from
     */
    @Nullable
    Duration read(String text, Instant reference);

    /** Returns the longest delay of several lines of a header. */
    default @Nullable Duration longest(List<String> lines, Instant reference) {
        Duration longest = null;
        for (String line : lines) {
            Duration delay = read(line.trim(), reference);
            if (delay != null && (longest == null || delay.compareTo(longest) > 0)) {
                longest = delay;
            }
        }
        return longest;
    }
}
