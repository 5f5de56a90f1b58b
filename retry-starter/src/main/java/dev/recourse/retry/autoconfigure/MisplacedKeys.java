package dev.recourse.retry.autoconfigure;

import dev.recourse.configuration.KeyCheck;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells where a condition, a client or a setting belongs that stands at the wrong depth. */
final class MisplacedKeys implements KeyCheck.Hint {

    private static final Pattern STATUS = Pattern.compile("[1-5](?:\\d\\d|[xX][xX])");

    private static final Set<String> IO_CONDITIONS = Set.of("connect-timeout", "read-timeout", "connection");

    private static final Pattern EXCEPTION = Pattern.compile("(?:[\\w$]+\\.)+[A-Z][\\w$]*");

    @Override
    public @Nullable String remedyFor(String above, String key) {
        String first = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
        if (above.endsWith("delays")) {
            return first.equals("clients") && key.contains(".")
                    ? "Move clients one level up: it stands beside delays, not below it."
                    : null;
        }
        if (STATUS.matcher(first).matches() || IO_CONDITIONS.contains(first)) {
            return first + " is a condition: move it below delays.";
        }
        if (EXCEPTION.matcher(key).matches()) {
            return key + " is an exception type: move it below delays.";
        }
        return above.isEmpty() && key.contains(".") ? "If " + first + " is a client, move it below clients." : null;
    }
}
