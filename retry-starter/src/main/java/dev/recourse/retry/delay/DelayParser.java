package dev.recourse.retry.delay;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
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
        return longestOf(HeaderItems.of(lines), reference);
    }

    /** Returns the longest delay of some items. */
    default @Nullable Duration longestOf(List<String> items, Instant reference) {
        return items.stream()
                .flatMap(item -> Stream.ofNullable(read(item, reference)))
                .max(Duration::compareTo)
                .orElse(null);
    }
}
