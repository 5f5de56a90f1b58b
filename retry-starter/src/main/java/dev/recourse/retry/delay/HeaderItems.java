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

    private HeaderItems() {}

    /** Returns the items of all lines in their order, without white space around them. */
    static List<String> of(Collection<String> lines) {
        return lines.stream()
                .flatMap(COMMA::splitAsStream)
                .map(item -> item.split(";", 2)[0].trim())
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
