package dev.recourse.retry.delay;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form of the value in a configured header or field. */
enum DelayUnit implements DelayParser {
    SECONDS("s") {
        @Override
        @Nullable
        Duration read(Decimal number, Instant reference) {
            return number.times(SECOND);
        }
    },

    MILLISECONDS("ms") {
        @Override
        @Nullable
        Duration read(Decimal number, Instant reference) {
            return number.times(MILLISECOND);
        }
    },

    EPOCH_SECONDS("epoch-s") {
        @Override
        @Nullable
        Duration read(Decimal number, Instant reference) {
            return ResponseDate.until(number.epoch(SECOND), reference);
        }
    },

    EPOCH_MILLISECONDS("epoch-ms") {
        @Override
        @Nullable
        Duration read(Decimal number, Instant reference) {
            return ResponseDate.until(number.epoch(MILLISECOND), reference);
        }
    },

    /** An HTTP date or an ISO 8601 instant. */
    DATE("date") {
        @Override
        @Nullable
        Duration read(Decimal number, Instant reference) {
            return null;
        }

        @Override
        public @Nullable Duration read(String text, Instant reference) {
            Instant date = HttpDate.parse(text, reference);
            return ResponseDate.until(date != null ? date : iso(text), reference);
        }
    },

    /** Guessed from the value: the size of a number tells its unit, a text may also be a date or a duration. */
    AUTO("auto") {
        @Override
        @Nullable
        Duration read(Decimal number, Instant reference) {
            long whole = number.whole();
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

    private static final Pattern ISO = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt][0-9:.Zz+-]{1,40}");

    private final String text;

    DelayUnit(String text) {
        this.text = text;
    }

    abstract @Nullable Duration read(Decimal number, Instant reference);

    @Override
    public @Nullable Duration read(String text, Instant reference) {
        Decimal number = Decimal.parse(text);
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

    private static @Nullable Instant iso(String text) {
        try {
            return ISO.matcher(text).matches() ? Instant.parse(text) : null;
        } catch (DateTimeException ex) {
            return null;
        }
    }
}
