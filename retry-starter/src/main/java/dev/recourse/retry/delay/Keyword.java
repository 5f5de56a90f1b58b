package dev.recourse.retry.delay;

import dev.recourse.configuration.Words;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A reserved word of the rule grammar; no attribute has such a name. */
enum Keyword {
    NEVER("never", 0, 0),
    EXPONENTIAL("exponential(first, max [, factor])", 2, 3),
    RANDOM("random(min, max)", 2, 2),
    SERVER("server", 0, 0),
    HEADER("header(Name [, unit])", 1, 2),
    BODY("body(/json/pointer [, unit])", 1, 2),
    LONGEST("longest(source, source ...)", 2, Integer.MAX_VALUE);

    private final String form;

    private final int minArguments;

    private final int maxArguments;

    Keyword(String form, int minArguments, int maxArguments) {
        this.form = form;
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    /** Returns the word as it is used, with its arguments. */
    String form() {
        return form;
    }

    /** Returns what may be written besides a duration and a name. */
    static String forms() {
        return Arrays.stream(values()).map(Keyword::form).collect(Collectors.joining(", "));
    }

    boolean hasArguments() {
        return maxArguments > 0;
    }

    boolean takes(int arguments) {
        return arguments >= minArguments && arguments <= maxArguments;
    }

    static @Nullable Keyword of(String text) {
        return Arrays.stream(values())
                .filter(word -> word.toString().equals(text))
                .findFirst()
                .orElse(null);
    }

    /** Returns the keyword that differs from the text by case or by one typing error, if any. */
    static @Nullable Keyword meantBy(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(word -> Words.slips(lowerCase, word.toString()) <= 1)
                // A slip seldom hits the first letter: "sever" is "server" rather than "never".
                .min(Comparator.comparing(word -> word.toString().charAt(0) != lowerCase.charAt(0)))
                .orElse(null);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
