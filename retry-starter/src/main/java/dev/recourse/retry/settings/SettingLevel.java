package dev.recourse.retry.settings;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A place where settings are changed.
 *
 * @param origin of the value of a key ({@code max-retries}, {@code delays.429})
 * @param names from a key to what an error message calls it
 * @param classLoader finds the classes that conditions name
 */
public record SettingLevel(
        Function<String, Settings.Origin> origin,
        UnaryOperator<String> names,
        @Nullable ClassLoader classLoader) {

    SettingChecks checks() {
        return new SettingChecks(classLoader, names);
    }
}
