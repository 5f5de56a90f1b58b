package dev.recourse.configuration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one form of durations in all keys: {@code 500ms}, {@code 2s}, {@code 1m30s}, {@code 1.5h}, {@code 30d}, ISO 8601 as
 * {@code PT1M30S}, or a bare number in the key's own unit.
 */
public final class DurationFormat {

    /** Longer than every text that is meant. */
    private static final int LONGEST_TEXT = 64;

    private static final Duration LONGEST = Duration.ofDays(100_000);

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private static final String NUMBER = "([0-9]{1,18}+(?:\\.[0-9]{1,9}+)?+)";

    private static final Pattern BARE = Pattern.compile(NUMBER);

    private static final Pattern PART =
            Pattern.compile("\\s*+" + NUMBER + "\\s*+(ms|s|m|h|d)\\s*+", Pattern.CASE_INSENSITIVE);

    private static final Pattern ALMOST = Pattern.compile(
            "(?<sign>-)?+P?T?[0-9]{1,18}+(?<comma>,[0-9]++)?+(?:\\.[0-9]++)?+\\s*+(?<unit>\\p{L}*+).{0,40}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ISO = Pattern.compile("p.*", Pattern.CASE_INSENSITIVE);

    private DurationFormat() {}

    /**
     * Returns the duration that a text means.
     *
     * @param bare unit of a number without one
     * @throws IllegalArgumentException if the text means none, is negative, or is longer than 100,000 days
     */
    public static Duration parse(String text, ChronoUnit bare) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST_TEXT) {
            throw wrong(text);
        }
        if (ISO.matcher(trimmed).matches()) {
            return iso(trimmed);
        }
        Matcher number = BARE.matcher(trimmed);
        return number.matches() ? times(number.group(1), bare.getDuration()) : parts(trimmed);
    }

    private static Duration iso(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return bounded(duration);
            }
        } catch (RuntimeException ex) {
            // said below
        }
        throw wrong(text);
    }

    private static Duration parts(String text) {
        Matcher part = PART.matcher(text);
        Duration total = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            Duration unit = UNITS.getOrDefault(part.group(2).toLowerCase(Locale.ROOT), Duration.ZERO);
            total = bounded(total.plus(times(part.group(1), unit)));
            end = part.end();
        }
        if (end < text.length()) {
            throw wrong(text);
        }
        return total;
    }

    private static Duration times(String number, Duration unit) {
        BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit.toNanos()));
        if (nanos.compareTo(BigDecimal.valueOf(LONGEST.toSeconds()).movePointRight(9)) > 0) {
            throw new IllegalArgumentException("'" + number + "' is longer than " + LONGEST.toDays() + " days");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.CEILING).longValueExact());
    }

    private static Duration bounded(Duration duration) {
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("it is longer than " + LONGEST.toDays() + " days");
        }
        return duration;
    }

    /** Returns what is wrong with a text that is nearly a duration, or null for any other. */
    static @Nullable String slip(String text) {
        Matcher almost = ALMOST.matcher(text.strip());
        if (!almost.matches()) {
            return null;
        }
        if (almost.group("sign") != null) {
            return "it must be zero or more";
        }
        if (almost.group("comma") != null) {
            return "a fraction has a point, as in 1.5s";
        }
        String unit = almost.group("unit");
        return unit.isEmpty() || UNITS.containsKey(unit.toLowerCase(Locale.ROOT))
                ? null
                : "unknown unit of time '" + unit + "', use ms, s, m, h or d";
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no duration: write it as in 500ms, 2s, 1m30s or PT1M30S");
    }
}
