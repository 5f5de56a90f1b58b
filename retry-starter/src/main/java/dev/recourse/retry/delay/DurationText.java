package dev.recourse.retry.delay;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a duration as people write it: {@code 1m30s}, {@code 500ms}, {@code PT2S}, a bare number of seconds. */
final class DurationText {

    private static final Map<String, Duration> UNITS = Map.of(
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

    private final String text;

    private final int end;

    private int position;

    private DurationText(String text, int start, int end) {
        this.text = text;
        this.position = start;
        this.end = end;
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
            return new DurationText(text, 0, text.length()).read();
        } catch (RuleSyntaxException ex) {
            return null;
        }
    }

    /** Returns the duration at this place of a rule, as whole milliseconds. */
    static Duration parse(String rule, int start, int end) {
        Duration duration = new DurationText(rule, start, end).read();
        if (duration.compareTo(Answer.LONGEST) > 0) {
            throw new RuleSyntaxException(
                    rule, start, "a delay is at most " + Answer.LONGEST.toDays() + " days, this one is longer");
        }
        return Source.roundUp(duration);
    }

    private Duration read() {
        boolean iso = accept('p');
        Map<String, Duration> units = iso ? ISO_DATE_UNITS : UNITS;
        Duration total = Duration.ZERO;
        boolean alone = !iso;
        do {
            if (units == ISO_DATE_UNITS && accept('t')) {
                units = ISO_TIME_UNITS;
            }
            total = total.plus(component(units, alone));
            // One more than the longest is enough to tell, and can't overflow.
            if (total.compareTo(Answer.LONGEST) > 0) {
                total = Answer.LONGEST.plusDays(1);
            }
            alone = false;
        } while (position < end);
        return total;
    }

    private Duration component(Map<String, Duration> units, boolean alone) {
        Decimal number = number();
        int start = position;
        String name = name(units != UNITS);
        if (name.isEmpty() && alone && position == end) {
            return number.times(Duration.ofSeconds(1));
        }
        Duration unit = units.get(name);
        if (unit == null) {
            throw new RuleSyntaxException(
                    text,
                    start,
                    (name.isEmpty() ? "a unit of time is missing" : "unknown unit of time '" + name + "'")
                            + (units == UNITS
                                    ? ": use ms, s, m, h or d"
                                    : ": an ISO 8601 duration is like P1DT2H3M4.5S"));
        }
        skipBlanks();
        return number.times(unit);
    }

    /** Takes the name of a unit: one letter in ISO 8601, where T may follow at once. */
    private String name(boolean iso) {
        int start = position;
        String letters = take(Character::isLetter);
        if (iso && !letters.isEmpty()) {
            position = start + 1;
        }
        return text.substring(start, position).toLowerCase(Locale.ROOT);
    }

    private Decimal number() {
        int start = position;
        if (position < end && text.charAt(position) == '-') {
            throw new RuleSyntaxException(text, position, "a delay can't be negative");
        }
        Decimal number = Decimal.parse(take(c -> c == '.' || (c >= '0' && c <= '9')));
        if (number == null) {
            throw new RuleSyntaxException(text, start, "a number is missing or wrong: write it like 2 or 1.5");
        }
        skipBlanks();
        return number;
    }

    private boolean accept(char lowerCase) {
        if (position < end && Character.toLowerCase(text.charAt(position)) == lowerCase) {
            position++;
            return true;
        }
        return false;
    }

    private String take(IntPredicate part) {
        int start = position;
        while (position < end && part.test(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private void skipBlanks() {
        take(Character::isWhitespace);
    }
}
