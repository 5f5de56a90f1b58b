package dev.recourse.retry.autoconfigure;

import dev.recourse.configuration.KeyCheck;
import dev.recourse.configuration.Words;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.delay.RuleSyntaxException;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.settings.KeyValues;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells where a condition, a client or a setting belongs that stands at the wrong depth. */
final class MisplacedKeys implements KeyCheck.Hint {

    private static final Pattern STATUS = Pattern.compile("[1-5](?:\\d\\d|[xX][xX])");

    private static final Set<String> IO_CONDITIONS = Set.of("connect-timeout", "read-timeout", "connection");

    private static final Pattern EXCEPTION = Pattern.compile("(?:[\\w$]+\\.)+[A-Z][\\w$]*");

    private static final Pattern ATTEMPTS = Pattern.compile("(?i)(?:max[-_.]?)?(?:attempts?|tries|retry[-_.]?count)");

    private static final Set<String> KEYS = KeyValues.names(RetryProperties.class);

    private static final Pattern LIST_ITEM = Pattern.compile("[0-9]|[0-9]{1,2}\\..+");

    private static final Pattern PLAIN = Pattern.compile("[\\w.-]+");

    private static final Pattern TIMEOUT = Pattern.compile("recourse\\.retry\\.(?:clients\\..+\\.)?timeout");

    @Override
    public @Nullable String remedyFor(String above, String key) {
        String first = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
        if (above.endsWith("delays")) {
            return belowDelays(key, first);
        }
        if (STATUS.matcher(first).matches() || IO_CONDITIONS.contains(first)) {
            return first + " is a condition: move it below delays.";
        }
        if (EXCEPTION.matcher(key).matches()) {
            return key + " is an exception type: move it below delays.";
        }
        if (ATTEMPTS.matcher(key).matches()) {
            return "Write max-retries, which counts the calls after the first: one less than attempts.";
        }
        boolean client = above.isEmpty()
                && key.contains(".")
                && Words.nearest(first, KEYS).isEmpty();
        return client ? "If " + first + " is a client, move it below clients." : null;
    }

    private static @Nullable String belowDelays(String key, String first) {
        if (first.equals("clients") && key.contains(".")) {
            return "Move clients one level up: it stands beside delays, not below it.";
        }
        if (LIST_ITEM.matcher(key).matches()) {
            return "delays is no list: write each condition on a line of its own, without a dash.";
        }
        // Any other is read by who knows the names of conditions.
        if (PLAIN.matcher(key).matches()) {
            return null;
        }
        String slip = Condition.slip(key);
        return slip != null || key.contains("$")
                ? slip
                : "Write a status (429), a class of statuses (5xx), connect-timeout, read-timeout, timeout, connection, a name"
                        + " below conditions, or java.lang.Exception for all.";
    }

    /** Two keys have the name: the time for all, and the condition. */
    @Override
    public @Nullable String remedyForValue(String key, String value) {
        return TIMEOUT.matcher(key).matches() && isRuleAlone(value)
                ? "timeout beside delays is the time for all calls and waits together, as in 10m."
                        + " The rule for a call that has timed out stands below delays: move it there."
                : null;
    }

    private static boolean isRuleAlone(String value) {
        boolean rule =
                value.equals("never") || value.startsWith("server") || value.contains("(") || value.contains(",");
        try {
            return rule && !Rule.parse(value).toString().isEmpty();
        } catch (RuleSyntaxException ex) {
            return false;
        }
    }
}
