package dev.recourse.configuration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;

/**
 * One thing that is wrong with a setting.
 *
 * @param setting key of the configuration, as it was typed, or a place in the code
 * @param value as it was typed; null where there is none
 * @param origin file and line; null where they are not known
 * @param reason what is wrong, a sentence without a full stop
 * @param remedy what would be right, an imperative sentence
 */
public record Problem(
        String setting, @Nullable String value, @Nullable Origin origin, String reason, String remedy) {

    /** Returns all but the origin in one line. */
    @Override
    public String toString() {
        return setting + (value == null ? "" : " (" + value + ")") + ": " + reason + ". " + remedy;
    }
}
