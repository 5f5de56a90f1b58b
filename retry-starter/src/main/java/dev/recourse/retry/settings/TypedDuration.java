package dev.recourse.retry.settings;

import dev.recourse.retry.delay.DurationText;
import dev.recourse.retry.delay.RuleSyntaxException;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A duration as it was typed: {@code 1m30s}, {@code 500ms}, {@code PT2S}; a bare number is seconds.
 *
 * <p>A text that is no duration is kept too, so that the check of the settings can name the key and show the text.
 */
public final class TypedDuration {

    private static final String NOT_NEGATIVE = "It must be zero or more.";

    private final String text;
    private final Duration duration;
    private final @Nullable String problem;

    private TypedDuration(String text, Duration duration, @Nullable String problem) {
        this.text = text;
        this.duration = duration;
        this.problem = problem;
    }

    /** Reads a text; Spring converts the value of a key by this method. */
    public static TypedDuration valueOf(String text) {
        try {
            return new TypedDuration(text, DurationText.parse(text), null);
        } catch (RuleSyntaxException ex) {
            String problem = text.contains("-") ? NOT_NEGATIVE : String.valueOf(ex.getMessage());
            return new TypedDuration(text, Duration.ZERO, problem);
        }
    }

    /** Reads a number of seconds, which a YAML file has as a number. */
    public static TypedDuration valueOf(Integer seconds) {
        return valueOf(seconds.toString());
    }

    /** Reads a larger number of seconds. */
    public static TypedDuration valueOf(Long seconds) {
        return valueOf(seconds.toString());
    }

    /** Reads a number of seconds with a fraction. */
    public static TypedDuration valueOf(Double seconds) {
        return valueOf(BigDecimal.valueOf(seconds).toPlainString());
    }

    /** Keeps a duration that code has set. */
    static TypedDuration of(Duration duration) {
        return new TypedDuration(duration.toString(), duration, duration.isNegative() ? NOT_NEGATIVE : null);
    }

    /**
     * Returns the duration of a key that no client may override.
     *
     * @throws InvalidSettingException if the text is none
     */
    public Duration of(String key) {
        if (problem != null) {
            throw new InvalidSettingException(key, text, problem, "Use a duration such as 10m.");
        }
        return duration;
    }

    Duration duration() {
        return duration;
    }

    /** Returns what is wrong with the text, or null if it is a duration of zero or more. */
    @Nullable
    String problem() {
        return problem;
    }

    @Override
    public String toString() {
        return text;
    }
}
