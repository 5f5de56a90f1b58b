package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A number, zero or more, rounded up to a billionth.
 *
 * @param whole the part before the point, at most {@link #MOST}
 * @param billionths the part after the point, up to 1,000,000,000 by rounding
 */
record Decimal(long whole, int billionths) {

    /** Stands for every larger number; so many days still fit a {@link Duration}. */
    static final long MOST = 100_000_000_000_000L;

    private static final int PLACES = 9;

    /** Reads ASCII digits with an optional fraction, in one pass, however long. */
    static @Nullable Decimal parse(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "0" : text.substring(point + 1);
        return isDigits(whole) && isDigits(fraction) ? new Decimal(whole(whole), billionths(fraction)) : null;
    }

    /** Returns null for what is negative or not a number. */
    static @Nullable Decimal of(Number number) {
        BigDecimal exact = exact(number);
        if (exact == null || exact.signum() < 0) {
            return null;
        }
        // Compared first: rounding 1e-999999999 would spell out all its digits.
        if (exact.compareTo(BigDecimal.valueOf(MOST)) >= 0) {
            return new Decimal(MOST, 0);
        }
        if (exact.compareTo(BigDecimal.ONE.movePointLeft(PLACES)) < 0) {
            return new Decimal(0, exact.signum());
        }
        long whole = exact.longValue();
        BigDecimal fraction = exact.subtract(BigDecimal.valueOf(whole)).setScale(PLACES, RoundingMode.CEILING);
        return new Decimal(whole, fraction.movePointRight(PLACES).intValueExact());
    }

    boolean isZero() {
        return whole == 0 && billionths == 0;
    }

    /** Returns so many units of whole milliseconds, rounded up to a nanosecond. */
    Duration times(Duration unit) {
        return unit.multipliedBy(whole).plusNanos((billionths * unit.toMillis() + 999) / 1000);
    }

    /** Returns the point in time so many units after 1970. */
    Instant epoch(Duration unit) {
        return Instant.EPOCH.plus(times(unit));
    }

    private static @Nullable BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        // Every whole number up to MOST is exact as a double, and a float reads best as it prints.
        double value = number instanceof Float ? Double.parseDouble(number.toString()) : number.doubleValue();
        if (Double.isNaN(value)) {
            return null;
        }
        return BigDecimal.valueOf(Math.max(-1, Math.min(value, MOST)));
    }

    private static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static long whole(String digits) {
        long value = 0;
        for (int i = 0; i < digits.length() && value < MOST; i++) {
            value = value * 10 + digits.charAt(i) - '0';
        }
        return Math.min(value, MOST);
    }

    private static int billionths(String digits) {
        int value = 0;
        for (int i = 0; i < PLACES; i++) {
            value = value * 10 + (i < digits.length() ? digits.charAt(i) - '0' : 0);
        }
        boolean exact = digits.chars().skip(PLACES).allMatch(c -> c == '0');
        return exact ? value : value + 1;
    }
}
