package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a duration as people write it: {@code 1m30s}, {@code 500ms}, {@code 1.5h}, {@code 2d}, {@code PT2S}, or a bare
 * number of seconds.
 *
 * <p>Units are {@code ms}, {@code s}, {@code m}, {@code h} and {@code d}, in any case. There is no sign.
 */
final class DurationText {

    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** With those that Go writes: {@code 850.5µs}. */
    private static final Map<String, Duration> UNITS_OF_SERVERS = Map.of(
            "ns", Duration.ofNanos(1),
            "us", Duration.ofNanos(1000),
            "\u00b5s", Duration.ofNanos(1000),
            "\u03bcs", Duration.ofNanos(1000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private static final Map<String, Duration> ISO_DATE_UNITS = Map.of("d", Duration.ofDays(1));

    private static final Map<String, Duration> ISO_TIME_UNITS =
            Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    private static final Pattern START = Pattern.compile("[-+.0-9].*|[Pp][Tt]?[-+]?[0-9].*", Pattern.DOTALL);

    /** Longer than every duration that is meant. */
    private static final int LONGEST_TEXT = 64;

    private final Cursor cursor;

    private final Map<String, Duration> ownUnits;

    private DurationText(Cursor cursor, Map<String, Duration> units) {
        this.cursor = cursor;
        this.ownUnits = units;
    }

    /** Returns whether a text can't mean anything but a duration, right or wrong. */
    static boolean isMeant(String text) {
        return START.matcher(text).matches();
    }

    /** Returns the duration that the text is, or null. */
    static @Nullable Duration find(String text) {
        if (text.length() > LONGEST_TEXT || !isMeant(text)) {
            return null;
        }
        try {
            return new DurationText(new Cursor("duration", text, 0, text.length()), UNITS_OF_SERVERS).read();
        } catch (RuleSyntaxException ex) {
            return null;
        }
    }

    /** Returns the duration at this place of a rule, as whole milliseconds. */
    static Duration parse(String rule, int start, int end) {
        return parse(new Cursor("rule", rule, start, end));
    }

    private static Duration parse(Cursor cursor) {
        int start = cursor.position();
        Duration duration = new DurationText(cursor, UNITS).read();
        if (duration.compareTo(DelayResult.LONGEST) > 0) {
            throw cursor.error(
                    start, "a delay is at most " + DelayResult.LONGEST.toDays() + " days, this one is longer");
        }
        return Source.roundUp(duration);
    }

    private Duration read() {
        boolean iso = cursor.accept('p');
        Map<String, Duration> units = iso ? ISO_DATE_UNITS : ownUnits;
        Duration total = Duration.ZERO;
        boolean alone = !iso;
        do {
            if (units == ISO_DATE_UNITS && cursor.accept('t')) {
                units = ISO_TIME_UNITS;
            }
            total = total.plus(component(units, alone));
            // One more than the longest is enough to tell, and can't overflow.
            if (total.compareTo(DelayResult.LONGEST) > 0) {
                total = DelayResult.LONGEST.plusDays(1);
            }
            alone = false;
        } while (!cursor.atEnd());
        return total;
    }

    private Duration component(Map<String, Duration> units, boolean alone) {
        BigDecimal number = number();
        int start = cursor.position();
        // In ISO 8601 a unit is one letter, and T may follow at once.
        String name = units == ownUnits ? cursor.take(Character::isLetter) : cursor.take(Character::isLetter, 1);
        if (name.isEmpty() && alone && cursor.atEnd()) {
            return BoundedNumber.times(number, Duration.ofSeconds(1));
        }
        Duration unit = units.get(name.toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw cursor.error(
                    start,
                    (name.isEmpty() ? "a unit of time is missing" : "unknown unit of time '" + name + "'")
                            + (units == ownUnits
                                    ? ": use ms, s, m, h or d"
                                    : ": an ISO 8601 duration is like P1DT2H3M4.5S"));
        }
        cursor.skipBlanks();
        return BoundedNumber.times(number, unit);
    }

    private BigDecimal number() {
        int start = cursor.position();
        if (cursor.isAt('-')) {
            throw cursor.error(start, "a delay can't be negative");
        }
        BigDecimal number = BoundedNumber.parse(cursor.take(c -> c == '.' || (c >= '0' && c <= '9')));
        if (number == null) {
            throw cursor.error(start, "a number is missing or wrong: write it like 2 or 1.5");
        }
        cursor.skipBlanks();
        return number;
    }
}
