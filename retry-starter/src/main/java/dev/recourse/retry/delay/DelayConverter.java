package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Converts the value of a field or a getter to a delay. */
final class DelayConverter {

    private DelayConverter() {}

    /**
     * Returns the delay, zero or more and not yet rounded, or null if the value is no delay.
     *
     * @param unit of a number or a text; other types tell their own
     * @param reference what a point in time counts from
     */
    static @Nullable Duration read(@Nullable Object holder, DelayUnit unit, Instant reference) {
        Object value = unwrap(holder);
        if (value instanceof Number number) {
            BigDecimal bounded = BoundedNumber.of(number);
            return bounded == null ? null : unit.read(bounded, reference);
        }
        if (value instanceof CharSequence text) {
            return unit.longest(List.of(text.toString()), reference);
        }
        if (value instanceof Duration duration) {
            return duration.isNegative() ? null : duration;
        }
        return ResponseDate.until(instant(value), reference);
    }

    private static @Nullable Object unwrap(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return value;
    }

    @SuppressWarnings("JavaUtilDate")
    private static @Nullable Instant instant(@Nullable Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime dateTime) {
            return dateTime.toInstant();
        }
        if (value instanceof ZonedDateTime dateTime) {
            return dateTime.toInstant();
        }
        // java.sql.Date.toInstant() throws.
        return value instanceof Date date ? Instant.ofEpochMilli(date.getTime()) : null;
    }
}
