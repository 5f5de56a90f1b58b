package dev.recourse.retry.settings;

import dev.recourse.retry.delay.DelayResult;
import dev.recourse.retry.delay.Rule;
import dev.recourse.retry.delay.RuleSyntaxException;
import dev.recourse.retry.event.Text;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.failure.InvalidConditionException;
import dev.recourse.retry.failure.NamedCondition;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Refuses values that cannot be used, and says what would be right. */
final class SettingChecks {

    /** A list, or keys below a condition. */
    private static final Pattern BELOW_CONDITION =
            Pattern.compile(".+\\.[0-9]+|(?:[1-5](?:[0-9]{2}|[xX]{2})|(?:connect-|read-)?timeout|connection)\\..+");

    private static final Pattern NEXT_CONDITION = Pattern.compile("[,;]\\s*+([\\w.$-]++)\\s*+:(?!:)");

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
        check(value == null || value >= 0, key, value, "must be zero or more", remedy);
    }

    void notNegative(String key, @Nullable Duration value, String remedy) {
        check(value == null || !value.isNegative(), key, value, "must be zero or more", remedy);
    }

    /** Refuses a delay that no rule can have either: a caller could not be told when it ends. */
    void isDelay(String key, @Nullable Duration value) {
        check(
                value == null || value.compareTo(DelayResult.LONGEST) <= 0,
                key,
                value,
                "must be at most " + DelayResult.LONGEST.toDays() + " days",
                "Write a shorter time, as in 100ms.");
    }

    void notNegative(String key, @Nullable DataSize value, String remedy) {
        check(value == null || !value.isNegative(), key, value, "must be zero or more", remedy);
    }

    void notNegative(String key, @Nullable Double value, String remedy) {
        boolean valid = value == null || (value >= 0 && value < Double.POSITIVE_INFINITY);
        check(valid, key, value, "must be a number, zero or more", remedy);
    }

    void share(String key, @Nullable Double value, String remedy) {
        check(value == null || (value >= 0 && value <= 1), key, value, "must be a number from 0 to 1", remedy);
    }

    /**
     * Refuses a shortest delay for which nobody is held.
     *
     * @param key the one of the two that is set here
     */
    void fits(String key, Duration minDelay, Duration maxWait) {
        boolean fits = maxWait.isZero() || minDelay.compareTo(maxWait) <= 0;
        boolean min = key.equals("min-delay");
        check(
                fits,
                key,
                Text.of(min ? minDelay : maxWait),
                (min
                                ? "must not be longer than max-wait (" + Text.of(maxWait)
                                : "must not be shorter than min-delay (" + Text.of(minDelay))
                        + "): no call would ever wait",
                "Lower min-delay, or raise max-wait. To wait for nothing, set max-retries to 0.");
    }

    /** Refuses a timeout in which no retry fits. Zero does not mean that there is no limit. */
    void leavesTime(Duration timeout, Duration minDelay) {
        check(
                timeout.compareTo(minDelay) >= 0 && !timeout.isZero(),
                "timeout",
                Text.of(timeout),
                "must not be zero, or shorter than min-delay (" + Text.of(minDelay) + "): no call would ever wait",
                "Write a longer time, as in 10m; to wait for nothing, set max-retries to 0.");
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
                !BELOW_CONDITION.matcher(condition).matches(),
                "delays." + condition,
                rule,
                "a rule is one text, not a list, and has no keys below it",
                "Write the sources in one line: 'server, 60s'.");
        try {
            return Condition.parse(condition, classLoader, names);
        } catch (IllegalArgumentException ex) {
            String remedy = remedy(condition, rule);
            String message = String.valueOf(ex.getMessage());
            throw invalid(
                    "delays." + condition,
                    rule,
                    remedy != null ? "it is no condition" : message.substring(message.indexOf("): ") + "): ".length()),
                    remedy != null
                            ? remedy
                            : "Use one condition: a status (429), a status class (5xx), connect-timeout, read-timeout,"
                                    + " timeout, connection, the name of a condition below 'conditions', or the full name"
                                    + " of an exception class (a nested one with a dot).");
        }
    }

    /** Returns what would be right for a key that somebody has mistaken for a condition, or null. */
    private static @Nullable String remedy(String condition, String rule) {
        if (rule.isEmpty() && isRule(condition)) {
            return "In braces, put the whole rule in quotes: {429: 'server, 60s'}.";
        }
        return SettingOverrides.KEYS.contains(condition)
                ? "Move " + condition + " one level up: it stands beside delays, not below it."
                : Condition.slip(condition);
    }

    private static boolean isRule(String text) {
        try {
            return !Rule.parse(text).toString().isEmpty();
        } catch (RuleSyntaxException ex) {
            return false;
        }
    }

    Rule rule(String condition, String rule) {
        if (NEXT_CONDITION.matcher(rule).find()) {
            throw invalid(
                    "delays." + condition,
                    rule,
                    "there is a second condition in the rule",
                    "Write one text for each condition: " + oneByOne(condition + ": " + rule) + '.');
        }
        if (rule.contains("${")) {
            throw invalid(
                    "delays." + condition,
                    rule,
                    "a placeholder in it has no value",
                    "Define the placeholder, or give it a default as in ${name:5s}.");
        }
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

    private static String oneByOne(String rules) {
        return Stream.of(NEXT_CONDITION.matcher(rules).replaceAll("\n$1:").split("\n"))
                .map(each -> '"' + each.strip() + '"')
                .collect(Collectors.joining(" and "));
    }

    private InvalidSettingException invalid(String key, String value, String problem, String remedy) {
        return new InvalidSettingException(names.apply(key), value, problem, remedy);
    }
}
