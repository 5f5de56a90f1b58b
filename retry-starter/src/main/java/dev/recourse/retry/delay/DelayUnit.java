package dev.recourse.retry.delay;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form of the value in a configured header or field. */
enum DelayUnit implements DelayParser {
    SECONDS("s") {
        @Override
        @Nullable
        Duration read(BigDecimal number, Instant reference) {
            return BoundedNumber.times(number, SECOND);
        }
    },

    MILLISECONDS("ms") {
        @Override
        @Nullable
        Duration read(BigDecimal number, Instant reference) {
            return BoundedNumber.times(number, MILLISECOND);
        }
    },

    EPOCH_SECONDS("epoch-s") {
        @Override
        @Nullable
        Duration read(BigDecimal number, Instant reference) {
            return untilEpoch(BoundedNumber.times(number, SECOND), reference);
        }
    },

    EPOCH_MILLISECONDS("epoch-ms") {
        @Override
        @Nullable
        Duration read(BigDecimal number, Instant reference) {
            return untilEpoch(BoundedNumber.times(number, MILLISECOND), reference);
        }
    },

    /** An HTTP date or an ISO 8601 instant. */
    DATE("date") {
        @Override
        @Nullable
        Duration read(BigDecimal number, Instant reference) {
            return null;
        }

        @Override
        public @Nullable Duration read(String text, Instant reference) {
            Instant date = HttpDate.parse(text, reference);
            return ResponseDate.until(date != null ? date : IsoInstant.parse(text), reference);
        }
    },

    /** Guessed from the value: the size of a number tells its unit, a text may also be a date or a duration. */
    AUTO("auto") {
        @Override
        @Nullable
        Duration read(BigDecimal number, Instant reference) {
            long whole = number.longValue();
            if (whole >= 1_000_000_000L && whole < 10_000_000_000L) {
                return EPOCH_SECONDS.read(number, reference);
            }
            if (whole >= 1_000_000_000_000L && whole < 10_000_000_000_000L) {
                return EPOCH_MILLISECONDS.read(number, reference);
            }
            return SECONDS.read(number, reference);
        }

        @Override
        public @Nullable Duration read(String text, Instant reference) {
            Duration delay = super.read(text, reference);
            delay = delay != null ? delay : DATE.read(text, reference);
            return delay != null ? delay : DurationText.find(text);
        }
    };

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final String text;

    DelayUnit(String text) {
        this.text = text;
    }

    abstract @Nullable Duration read(BigDecimal number, Instant reference);

    @Override
    public @Nullable Duration read(String text, Instant reference) {
        BigDecimal number = BoundedNumber.parse(text);
        return number == null ? null : read(number, reference);
    }

    static @Nullable DelayUnit named(String text) {
        return Arrays.stream(values())
                .filter(unit -> unit.text.equalsIgnoreCase(text))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(unit -> unit.text).collect(Collectors.joining(", "));
    }

    private static @Nullable Duration untilEpoch(Duration sinceEpoch, Instant reference) {
        return ResponseDate.until(Instant.EPOCH.plus(sinceEpoch), reference);
    }
}
