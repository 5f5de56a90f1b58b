package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers that may be hostile as decimals that are cheap to calculate with. */
final class BoundedNumber {

    /** Stands for every larger number; so many days still fit a {@link Duration}. */
    static final BigDecimal MOST = BigDecimal.valueOf(100_000_000_000_000L);

    private static final int PLACES = 9;

    private static final BigDecimal LEAST = BigDecimal.ONE.movePointLeft(PLACES);

    private static final Pattern NUMBER = Pattern.compile("([0-9]++)(?:\\.([0-9]++))?");

    /** BigDecimal takes more than linear time to read a longer text. */
    private static final int MOST_DIGITS = 100;

    private BoundedNumber() {}

    /**
     * Reads ASCII digits with an optional fraction, however many.
     *
     * @return 0 to {@link #MOST}, rounded up to a billionth; null for any other text
     */
    static @Nullable BigDecimal parse(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            return null;
        }
        if (number.end(1) > MOST_DIGITS) {
            return MOST;
        }
        int read = Math.min(text.length(), number.end(1) + 1 + MOST_DIGITS);
        BigDecimal exact = new BigDecimal(text.substring(0, read));
        return bounded(read < text.length() ? exact.add(LEAST) : exact);
    }

    /** Returns 0 to {@link #MOST}, rounded up to a billionth, or null for what is negative or not a number. */
    static @Nullable BigDecimal of(Number number) {
        BigDecimal exact = exact(number);
        return exact == null || exact.signum() < 0 ? null : bounded(exact);
    }

    /** Returns so many units, rounded up to a nanosecond. */
    static Duration times(BigDecimal number, Duration unit) {
        BigDecimal seconds = number.multiply(BigDecimal.valueOf(unit.toNanos(), PLACES));
        long whole = seconds.longValue();
        BigDecimal nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(PLACES);
        return Duration.ofSeconds(whole, nanos.setScale(0, RoundingMode.CEILING).longValue());
    }

    private static BigDecimal bounded(BigDecimal exact) {
        // Compared first: rounding 1e-999999999 would spell out all its digits.
        if (exact.compareTo(MOST) >= 0) {
            return MOST;
        }
        if (exact.compareTo(LEAST) < 0) {
            return exact.signum() == 0 ? BigDecimal.ZERO : LEAST;
        }
        return exact.setScale(PLACES, RoundingMode.CEILING);
    }

    private static @Nullable BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        // Every whole number up to MOST is exact as a double, and a float reads best as it prints.
        double value = number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
        return Double.isNaN(value) ? null : BigDecimal.valueOf(Math.max(-1, Math.min(value, MOST.doubleValue())));
    }
}
