package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ISO 8601 instant as servers write it: seconds, their fraction and the colon of the offset may be missing.
 *
 * <p>The JDK's parser wants the seconds, refuses {@code +0200} and, from version 17 on, a leap second.
 */
final class IsoInstant {

    private static final Pattern FORM = Pattern.compile("(?<date>\\d{4}-\\d\\d-\\d\\d)[Tt ](?<time>\\d\\d:\\d\\d)"
            + "(?::(?<second>\\d\\d)(?<fraction>\\.\\d{1,40})?)?(?<zone>[Zz]|[+-]\\d\\d(?::?\\d\\d)?)");

    private IsoInstant() {}

    /** Returns the instant, rounded up to a nanosecond, or null if the text is none. */
    static @Nullable Instant parse(String text) {
        Matcher instant = FORM.matcher(text);
        if (!instant.matches()) {
            return null;
        }
        int second = Integer.parseInt(Objects.requireNonNullElse(instant.group("second"), "0"));
        String fraction = Objects.requireNonNullElse(instant.group("fraction"), ".0");
        try {
            LocalDateTime minute = LocalDateTime.parse(instant.group("date") + "T" + instant.group("time"));
            // A leap second is the second after it: nothing that is waited for comes early.
            return second > 60
                    ? null
                    : minute.toInstant(zone(instant.group("zone")))
                            .plusSeconds(second)
                            .plusNanos(nanos(fraction));
        } catch (DateTimeException ex) {
            return null;
        }
    }

    private static ZoneOffset zone(String text) {
        return ZoneOffset.of(text.equals("z") ? "Z" : text);
    }

    private static long nanos(String fraction) {
        return new BigDecimal("0" + fraction)
                .movePointRight(9)
                .setScale(0, RoundingMode.CEILING)
                .longValue();
    }
}
