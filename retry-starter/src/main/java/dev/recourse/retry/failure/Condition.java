package dev.recourse.retry.failure;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a key of {@code delays} names; its text is the key. */
public sealed interface Condition {

    /**
     * Reads a key: a status ({@code 429}), a status class ({@code 5xx}), {@code connect-timeout}, {@code read-timeout},
     * {@code timeout}, {@code connection} or the name of an exception class.
     *
     * <p>Words are read as leniently as Spring Boot reads an enum: {@code READ_TIMEOUT} is {@code read-timeout}. A
     * class is found but not initialized; a nested one may be written with a dot.
     *
     * @throws IllegalArgumentException where it is none of these, with a text for the person who wrote it
     */
    static Condition parse(String key, @Nullable ClassLoader loader) {
        return parse(key, loader, Set.of());
    }

    /**
     * Reads a key that may also be one of these names of {@linkplain NamedCondition named conditions}.
     *
     * @throws IllegalArgumentException where it is none of these, with a text for the person who wrote it
     */
    static Condition parse(String key, @Nullable ClassLoader loader, Set<String> names) {
        return new ConditionParser(loader, names).parse(key);
    }

    /**
     * Returns what kind of condition a word is, as in {@code a status}, or null if it is none.
     *
     * <p>No class is looked for: whatever looks like the full name of one is an exception type.
     */
    static @Nullable String kind(String word) {
        return ConditionParser.kind(word);
    }

    /** Returns the key that a word means: {@code 429} for {@code TOO_MANY_REQUESTS}, any other as it is. */
    static String key(String word) {
        return ConditionSlips.status(word)
                .map(status -> String.valueOf(status.value()))
                .orElse(word);
    }

    /** Returns what would be right for a key that is nearly a condition, an imperative sentence; null for any other. */
    static @Nullable String slip(String key) {
        return ConditionSlips.remedy(key);
    }

    /** A response of one status. */
    record Status(int code) implements Condition {

        @Override
        public String toString() {
            return Integer.toString(code);
        }
    }

    /**
     * A response of any status of a class.
     *
     * @param digit the first of the status, 1 to 5
     */
    record StatusClass(int digit) implements Condition {

        @Override
        public String toString() {
            return digit + "xx";
        }
    }

    /**
     * A response that a {@linkplain NamedCondition named condition} describes.
     *
     * @param name as it is configured
     */
    record Named(String name) implements Condition {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A kind of I/O failure. */
    enum Io implements Condition {
        CONNECT_TIMEOUT,
        READ_TIMEOUT,
        TIMEOUT,
        CONNECTION;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An exception of a type, or of a subtype, anywhere in the chain of causes. */
    record ExceptionType(Class<? extends Throwable> type) implements Condition {

        @Override
        public String toString() {
            return type.getName();
        }
    }
}
