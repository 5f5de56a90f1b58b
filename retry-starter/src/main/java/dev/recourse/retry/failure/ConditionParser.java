package dev.recourse.retry.failure;

import dev.recourse.retry.failure.Condition.ExceptionType;
import dev.recourse.retry.failure.Condition.Io;
import dev.recourse.retry.failure.Condition.Status;
import dev.recourse.retry.failure.Condition.StatusClass;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Reads the keys of {@code delays}. */
final class ConditionParser {

    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}");

    private static final Pattern STATUS_CLASS = Pattern.compile("[1-5][xX]{2}");

    private static final Pattern NUMBER_AT_START = Pattern.compile("[-+]?[0-9]");

    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}.]+");

    private final @Nullable ClassLoader loader;

    ConditionParser(@Nullable ClassLoader loader) {
        this.loader = loader;
    }

    Condition parse(String text) {
        String key = text.strip();
        if (STATUS.matcher(key).matches()) {
            return new Status(Integer.parseInt(key));
        }
        if (STATUS_CLASS.matcher(key).matches()) {
            return new StatusClass(key.charAt(0) - '0');
        }
        if (NUMBER_AT_START.matcher(key).lookingAt()) {
            throw invalid(key, "must be a status from 100 to 599 or a status class from 1xx to 5xx");
        }
        return Stream.of(Io.values())
                .filter(io -> letters(io.toString()).equals(letters(key)))
                .<Condition>map(io -> io)
                .findFirst()
                .orElseGet(() -> exceptionType(key));
    }

    private ExceptionType exceptionType(String key) {
        if (!key.contains(".")) {
            checkSpelling(key);
        }
        if (!CLASS_NAME.matcher(key).matches() || !(key.contains(".") || Character.isUpperCase(key.charAt(0)))) {
            throw invalid(
                    key,
                    "must be a status (429), a status class (5xx), connect-timeout, read-timeout, timeout, connection"
                            + " or the full name of an exception class");
        }
        Class<?> type = load(key);
        if (!Throwable.class.isAssignableFrom(type)) {
            throw invalid(key, "the class is no exception");
        }
        return new ExceptionType(type.asSubclass(Throwable.class));
    }

    private static void checkSpelling(String key) {
        Stream.of(Io.values())
                .filter(io -> EditDistance.isAtMost(3, letters(io.toString()), letters(key)))
                .findFirst()
                .ifPresent(io -> {
                    throw invalid(key, "did you mean " + io + "?");
                });
    }

    private Class<?> load(String key) {
        try {
            return ClassUtils.forName(key, loader);
        } catch (ClassNotFoundException ex) {
            throw invalid(
                    key,
                    key.contains(".")
                            ? "there is no such class on the class path"
                            : "must be the full name of the class, with its package");
        } catch (LinkageError ex) {
            throw new IllegalArgumentException("Invalid condition (" + key + "): the class cannot be loaded", ex);
        }
    }

    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    private static IllegalArgumentException invalid(String key, String rule) {
        return new IllegalArgumentException("Invalid condition (" + key + "): " + rule);
    }
}
