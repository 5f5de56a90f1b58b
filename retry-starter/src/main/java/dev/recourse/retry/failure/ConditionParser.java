package dev.recourse.retry.failure;

import dev.recourse.configuration.Words;
import dev.recourse.retry.failure.Condition.ExceptionType;
import dev.recourse.retry.failure.Condition.Io;
import dev.recourse.retry.failure.Condition.Named;
import dev.recourse.retry.failure.Condition.Status;
import dev.recourse.retry.failure.Condition.StatusClass;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Reads the keys of {@code delays}. */
final class ConditionParser {

    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

    private static final Pattern STATUS_CLASS = Pattern.compile("[1-5][xX]{2}");

    private static final Pattern NUMBER_AT_START = Pattern.compile("[-+]?[0-9]");

    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+");

    private static final Pattern FULL_CLASS_NAME = Pattern.compile("(?:[\\w$]+\\.)+\\p{Lu}[\\w$]*");

    private final @Nullable ClassLoader loader;

    private final Set<String> names;

    ConditionParser(@Nullable ClassLoader loader, Set<String> names) {
        this.loader = loader;
        this.names = names;
    }

    /** Returns whether the word already means something else, so that no condition can have it for a name. */
    static boolean isReserved(String word) {
        return NUMBER_AT_START.matcher(word).lookingAt()
                || !words(word, Stream.of(Io.values())).isEmpty();
    }

    static @Nullable String kind(String word) {
        if (STATUS.matcher(word).matches() || ConditionSlips.status(word).isPresent()) {
            return "a status";
        }
        if (STATUS_CLASS.matcher(word).matches()) {
            return "a status class";
        }
        if (!words(word, Stream.of(Io.values())).isEmpty()) {
            return "a condition";
        }
        return FULL_CLASS_NAME.matcher(word).matches() ? "an exception type" : null;
    }

    Condition parse(String text) {
        String key = text.strip();
        if (STATUS.matcher(key).matches()) {
            return new Status(Integer.parseInt(key));
        }
        if (STATUS_CLASS.matcher(key).matches()) {
            return new StatusClass(key.charAt(0) - '0');
        }
        List<? extends Condition> words =
                words(key, Stream.concat(names.stream().map(Named::new), Stream.of(Io.values())));
        if (!words.isEmpty()) {
            return words.get(0);
        }
        String slip = ConditionSlips.meantStatus(key);
        if (slip != null) {
            throw invalid(key, StringUtils.uncapitalize(slip.substring(0, slip.length() - 1)));
        }
        if (NUMBER_AT_START.matcher(key).lookingAt()) {
            throw invalid(key, "must be a status from 100 to 599 or a status class from 1xx to 5xx");
        }
        return exceptionType(key);
    }

    private static <T extends Condition> List<T> words(String key, Stream<T> conditions) {
        return conditions
                .filter(condition ->
                        ConditionSlips.letters(condition.toString()).equals(ConditionSlips.letters(key)))
                .toList();
    }

    private ExceptionType exceptionType(String key) {
        if (!key.contains(".")) {
            checkSpelling(key);
        }
        if (!CLASS_NAME.matcher(key).matches() || !(key.contains(".") || Character.isUpperCase(key.charAt(0)))) {
            throw invalid(
                    key,
                    "must be a status (429), a status class (5xx), connect-timeout, read-timeout, timeout, connection"
                            + (names.isEmpty() ? "" : ", a named condition (" + String.join(", ", names) + ")")
                            + " or the full name of an exception class");
        }
        Class<?> type = load(key);
        if (!Throwable.class.isAssignableFrom(type)) {
            throw invalid(key, "the class is no exception");
        }
        return new ExceptionType(type.asSubclass(Throwable.class));
    }

    private void checkSpelling(String key) {
        Stream.concat(names.stream(), Stream.of(Io.values()).map(Io::toString))
                .filter(word -> Words.slips(ConditionSlips.letters(word), ConditionSlips.letters(key))
                        <= Math.min(3, word.length() / 2))
                .findFirst()
                .ifPresent(word -> {
                    throw invalid(key, "did you mean " + word + "?" + known(""));
                });
    }

    private Class<?> load(String key) {
        try {
            return ClassUtils.forName(key, loader);
        } catch (ClassNotFoundException ex) {
            throw invalid(key, notFound(key));
        } catch (LinkageError ex) {
            throw new IllegalArgumentException("Invalid condition (" + key + "): the class cannot be loaded", ex);
        }
    }

    private String notFound(String key) {
        if (!key.contains(".")) {
            return "must be the full name of the class, with its package" + known(".");
        }
        String remedy = ConditionSlips.remedy(key);
        return "there is no such class on the class path" + (remedy == null ? "" : ". " + remedy);
    }

    private String known(String end) {
        return names.isEmpty() ? "" : end + " The named conditions are " + String.join(", ", names);
    }

    private static IllegalArgumentException invalid(String key, String rule) {
        return new IllegalArgumentException("Invalid condition (" + key + "): " + rule);
    }
}
