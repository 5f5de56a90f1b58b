package dev.recourse.retry.delay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.jspecify.annotations.Nullable;

/**
 * The {@code RateLimit} field: a list ({@code "default";r=0;t=5}) in draft-ietf-httpapi-ratelimit-headers-10, a
 * dictionary ({@code limit=10, remaining=0, reset=5}) up to its version 07.
 */
final class RateLimitField {

    /** The library takes more than linear time for long lists. */
    private static final int LONGEST = 4096;

    private RateLimitField() {}

    /** Returns the longest time until a used-up quota is there again, or null if none is used up. */
    static @Nullable Duration read(List<String> received) {
        List<String> lines = bounded(received);
        return lines.stream()
                .map(RateLimitField::list)
                .flatMap(Stream::ofNullable)
                .max(Duration::compareTo)
                .or(() -> Optional.ofNullable(dictionary(String.join(", ", lines))))
                .orElse(null);
    }

    /** Returns whether the field has one of its two forms, whatever it says. */
    static boolean isUnderstood(List<String> lines) {
        return bounded(lines).stream().anyMatch(RateLimitField::isUnderstood);
    }

    private static boolean isUnderstood(String value) {
        try {
            return !Parser.parseList(value).get().isEmpty();
        } catch (ParseException ex) {
            return isDictionary(value);
        }
    }

    private static boolean isDictionary(String value) {
        try {
            return Parser.parseDictionary(value).get().containsKey("remaining");
        } catch (ParseException ex) {
            return false;
        }
    }

    private static @Nullable Duration list(String value) {
        try {
            return Parser.parseList(value).get().stream()
                    .map(item -> reset(item.getParams(), "r", "t"))
                    .flatMap(Stream::ofNullable)
                    .max(Duration::compareTo)
                    .orElse(null);
        } catch (ParseException ex) {
            return null;
        }
    }

    private static @Nullable Duration dictionary(String value) {
        try {
            return reset(Parser.parseDictionary(value).get(), "remaining", "reset");
        } catch (ParseException ex) {
            return null;
        }
    }

    /** Returns the lines without white space around them; none if they are too long together. */
    private static List<String> bounded(List<String> lines) {
        return lines.stream().mapToLong(String::length).sum() > LONGEST
                ? List.of()
                : lines.stream().map(String::trim).toList();
    }

    private static @Nullable Duration reset(Map<String, ?> parameters, String remaining, String reset) {
        boolean usedUp = parameters.get(remaining) instanceof IntegerItem item && item.getAsLong() == 0;
        return usedUp && parameters.get(reset) instanceof IntegerItem item && item.getAsLong() >= 0
                ? Duration.ofSeconds(item.getAsLong())
                : null;
    }
}
