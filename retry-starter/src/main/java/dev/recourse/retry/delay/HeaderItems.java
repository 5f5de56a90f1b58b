package dev.recourse.retry.delay;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits the lines of a header into items, whose parameters are left out: {@code 40;w=60, 2} has 40 and 2.
 *
 * <p>Several lines of a header are one list (RFC 9110 section 5.3), and proxies join them.
 */
final class HeaderItems {

    /** The comma behind the weekday of a date (RFC 9110 section 5.6.7) separates nothing. */
    private static final Pattern COMMA = Pattern.compile(
            "(?i),(?<!\\b(?:mon|tue|wed|thu|fri|sat|sun),)" + "(?<!\\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,)");

    /** More than any server sends; reading each may take some microseconds. */
    static final int MOST = 100;

    private HeaderItems() {}

    /** Returns the items of all lines in their order, without white space around them; none if there are too many. */
    static List<String> of(Collection<String> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        List<String> items = lines.stream()
                .flatMap(COMMA::splitAsStream)
                .map(item -> item.split(";", 2)[0].trim())
                .filter(item -> !item.isEmpty())
                .limit(MOST + 1)
                .toList();
        return items.size() > MOST ? List.of() : items;
    }
}
