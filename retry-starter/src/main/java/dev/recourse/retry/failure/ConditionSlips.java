package dev.recourse.retry.failure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Knows what people write who mean a status: several in one key, a range, a name. */
final class ConditionSlips {

    private static final Pattern CORRECT = Pattern.compile("[1-5](?:[0-9]{2}|[xX]{2})");

    private static final Pattern SEVERAL = Pattern.compile("[1-5][0-9xX]{2}(?:(?: ?[,;|/&+] ?| )[1-5][0-9xX]{2})+");

    private static final Pattern RANGE = Pattern.compile("([1-5])[0-9]{2} ?(?:-|\\.\\.+|to|\u2013) ?[1-5][0-9]{2}");

    private static final Pattern STATUS_CLASS = Pattern.compile("([1-5])[0-9xX]?[xX*?#nN+]{1,3}");

    private static final Pattern WITH_WORDS = Pattern.compile(
            "(?:(?:http|status|code|error|sc)[ _:/-]*)?['\"]?([1-5][0-9]{2})[ _:'\"-]*[\\p{L} _-]{0,40}",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WITHOUT_CAPITALS = Pattern.compile("(?:[a-z][a-z0-9]*\\.)+[a-z][a-z0-9]*");

    private static final String NO_CAPITALS =
            "Write the name of a class with its capital letters. An environment variable"
                    + " keeps none: set the rule in a file, or in SPRING_APPLICATION_JSON.";

    private ConditionSlips() {}

    /** Returns what would be right for a key that is no condition, or null. */
    static @Nullable String remedy(String key) {
        String status = meantStatus(key);
        return status == null && WITHOUT_CAPITALS.matcher(key).matches() ? NO_CAPITALS : status;
    }

    /** Returns how to write the status that is meant, or null. */
    static @Nullable String meantStatus(String key) {
        if (CORRECT.matcher(key).matches()) {
            return null;
        }
        if (SEVERAL.matcher(key).matches()) {
            return "Write each condition on a line of its own: "
                    + Stream.of(key.split("[^0-9xX]+")).collect(Collectors.joining(" and ")) + '.';
        }
        Matcher range = RANGE.matcher(key);
        if (range.matches()) {
            return "Write " + range.group(1) + "xx for the whole class, or each status on a line of its own.";
        }
        Matcher statusClass = STATUS_CLASS.matcher(key);
        if (statusClass.matches()) {
            return "Write " + statusClass.group(1) + "xx.";
        }
        Matcher words = WITH_WORDS.matcher(key);
        if (words.matches()) {
            return "Write " + words.group(1) + " alone.";
        }
        return status(key)
                .map(status -> "Write " + status.value() + " for " + status.name() + '.')
                .orElse(null);
    }

    /** Returns the status that has this name. */
    static Optional<HttpStatus> status(String name) {
        String letters = letters(name.startsWith("HttpStatus.") ? name.substring("HttpStatus.".length()) : name);
        return Stream.of(HttpStatus.values())
                .filter(status -> letters(status.name()).equals(letters))
                .findFirst();
    }

    /** Returns a name without what tells apart camel, snake and kebab case. */
    static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }
}
