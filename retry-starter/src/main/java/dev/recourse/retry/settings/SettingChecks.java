package dev.recourse.retry.settings;

import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.delay.RuleSyntaxException;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.InvalidConditionException;
import dev.recourse.retry.failure.NamedCondition;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Refuses values that cannot be used, and says what would be right. */
final class SettingChecks {

    private static final Pattern LIST_ITEM = Pattern.compile(".+\\.[0-9]+");

    private final @Nullable ClassLoader classLoader;
    private final UnaryOperator<String> names;

    /**
     * Creates the checks.
     *
     * @param classLoader finds the classes that conditions name
     * @param names from a key ({@code max-retries}) to what an error message calls it
     */
    SettingChecks(@Nullable ClassLoader classLoader, UnaryOperator<String> names) {
        this.classLoader = classLoader;
        this.names = names;
    }

    void notNegative(String key, @Nullable Integer value, String remedy) {
        check(value == null || value >= 0, key, value, "It must be zero or more.", remedy);
    }

    void duration(String key, @Nullable TypedDuration value, String remedy) {
        String problem = value == null ? null : value.problem();
        check(problem == null, key, value, String.valueOf(problem), remedy);
    }

    /** Refuses a shortest delay for which nobody is held. */
    void fits(@Nullable TypedDuration minDelay, @Nullable TypedDuration maxWait) {
        boolean fits = minDelay == null
                || maxWait == null
                || maxWait.duration().isZero()
                || minDelay.duration().compareTo(maxWait.duration()) <= 0;
        check(
                fits,
                "min-delay",
                minDelay,
                "It must not be longer than max-wait (" + maxWait + "): no call would ever wait.",
                "Lower min-delay, or raise max-wait.");
    }

    void notNegative(String key, @Nullable DataSize value, String remedy) {
        check(value == null || !value.isNegative(), key, value, "It must be zero or more.", remedy);
    }

    void notNegative(String key, @Nullable Double value, String remedy) {
        boolean valid = value == null || (value >= 0 && value < Double.POSITIVE_INFINITY);
        check(valid, key, value, "It must be a number, zero or more.", remedy);
    }

    void share(String key, @Nullable Double value, String remedy) {
        check(value == null || (value >= 0 && value <= 1), key, value, "It must be a number from 0 to 1.", remedy);
    }

    private void check(boolean valid, String key, @Nullable Object value, String problem, String remedy) {
        if (!valid) {
            throw invalid(key, String.valueOf(value), problem, remedy);
        }
    }

    NamedCondition named(String name, ConditionOverrides test) {
        try {
            return test.named(name);
        } catch (InvalidConditionException ex) {
            String part = ex.part().isEmpty() ? "" : "." + ex.part();
            throw invalid(
                    "conditions." + name + part,
                    ex.value(),
                    String.valueOf(ex.getMessage()),
                    "Write a test like {status: 403, body: /message, matches: '(?i)rate limit'}.");
        }
    }

    /** @param names of the named conditions */
    Condition condition(String condition, String rule, Set<String> names) {
        check(
                !LIST_ITEM.matcher(condition).matches(),
                "delays." + condition,
                rule,
                "A rule is one text, not a list.",
                "Write the sources in one line: 'server, 60s'.");
        try {
            return Condition.parse(condition, classLoader, names);
        } catch (IllegalArgumentException ex) {
            throw invalid(
                    "delays." + condition,
                    rule,
                    String.valueOf(ex.getMessage()),
                    "Use one condition: a status (429), a status class (5xx), connect-timeout, read-timeout, timeout,"
                            + " connection, the name of a condition below 'conditions', or the full name of an exception"
                            + " class (a nested one with a dot).");
        }
    }

    Rule rule(String condition, String rule) {
        try {
            return Rule.parse(rule);
        } catch (RuleSyntaxException ex) {
            throw invalid(
                    "delays." + condition,
                    rule,
                    String.valueOf(ex.getMessage()),
                    "Use 'never' or a list of sources: 60s, exponential(1s, 2m), random(1s, 5s), server,"
                            + " header(Name), body(/pointer), longest(source, source) or the name of a field.");
        }
    }

    private InvalidSettingException invalid(String key, String value, String problem, String remedy) {
        return new InvalidSettingException(names.apply(key), value, problem, remedy);
    }
}
