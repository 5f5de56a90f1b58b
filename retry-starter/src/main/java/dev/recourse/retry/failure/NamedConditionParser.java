package dev.recourse.retry.failure;

import dev.recourse.retry.failure.NamedCondition.EqualText;
import dev.recourse.retry.failure.NamedCondition.TextTest;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks the parts of a named condition as they are configured. */
final class NamedConditionParser {

    private static final Pattern NAME = Pattern.compile("[\\p{IsAlphabetic}][\\p{IsAlphabetic}\\p{IsDigit}_-]*");

    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)++");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private NamedConditionParser() {}

    static NamedCondition parse(
            String name,
            @Nullable String status,
            @Nullable String body,
            @Nullable String header,
            @Nullable String equalTo,
            @Nullable String matches) {
        checkName(name);
        String pointer = matching(POINTER, "body", body, "must be a JSON pointer like /error/reason");
        String field = matching(HEADER_NAME, "header", header, "must be the name of a header");
        if ((pointer == null) == (field == null)) {
            throw invalid(
                    "", "", "a named condition tests either a body (a JSON pointer like /error/reason) or a header");
        }
        if (equalTo != null && matches != null) {
            throw invalid("", "", "a named condition has equals or matches, not both");
        }
        return new NamedCondition(name, status(status), pointer, field, text(equalTo, matches));
    }

    private static void checkName(String name) {
        if (ConditionParser.isReserved(name)) {
            throw invalid(
                    "", name, "the name '" + name + "' already means something else in delays: take another name");
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid("", name, "the name '" + name + "' must be a letter, then letters, digits, - and _");
        }
    }

    private static Condition status(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw invalid("status", "", "a named condition needs a status (403) or a status class (4xx)");
        }
        try {
            Condition status = Condition.parse(text, null);
            if (status instanceof Condition.Status || status instanceof Condition.StatusClass) {
                return status;
            }
        } catch (IllegalArgumentException ex) {
            // Said below.
        }
        throw invalid("status", text, "must be a status from 100 to 599 or a status class from 1xx to 5xx");
    }

    private static @Nullable TextTest text(@Nullable String equalTo, @Nullable String matches) {
        if (matches == null) {
            return equalTo == null ? null : new EqualText(equalTo);
        }
        try {
            return new BoundedPattern(Pattern.compile(matches));
        } catch (PatternSyntaxException ex) {
            throw invalid(
                    "matches",
                    matches,
                    "is no regular expression: " + ex.getDescription() + " (at position " + ex.getIndex() + ")");
        }
    }

    /** Returns the value, or null if there is none. */
    private static @Nullable String matching(Pattern pattern, String part, @Nullable String value, String rule) {
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (!pattern.matcher(value).matches()) {
            throw invalid(part, value, rule);
        }
        return value;
    }

    private static InvalidConditionException invalid(String part, String value, String problem) {
        return new InvalidConditionException(part, value, problem);
    }
}
