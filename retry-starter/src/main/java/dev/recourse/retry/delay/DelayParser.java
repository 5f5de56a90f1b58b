package dev.recourse.retry.delay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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

    /** Returns the longest delay among the items of some lines, or null if none of them is a delay. */
    default @Nullable Duration longest(Collection<String> lines, Instant reference) {
        return lines.isEmpty() ? null : longestOf(HeaderItems.of(lines), reference);
    }

    /** Returns the longest delay of some items. */
    default @Nullable Duration longestOf(List<String> items, Instant reference) {
        Duration longest = null;
        for (String item : items) {
            Duration delay = read(item, reference);
            if (delay != null && (longest == null || delay.compareTo(longest) > 0)) {
                longest = delay;
            }
        }
        return longest;
    }
}
