package dev.recourse.crash.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of parsed JSON that is asked for what it should hold; anything else counts as absent.
 *
 * @param members maps, lists, strings, numbers and booleans by name
 */
record JsonTree(Map<?, ?> members) {

    @Nullable
    String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** Returns the text, which a report must have. */
    String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    long number(String name) {
        return integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    int smallNumber(String name) {
        return (int) integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    int count(String name) {
        return (int) integer(name, 0, Integer.MAX_VALUE);
    }

    private long integer(String name, long least, long most) {
        if (!(members.get(name) instanceof Number number)) {
            return 0;
        }
        long value = number instanceof BigInteger large ? large.longValueExact() : number.longValue();
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
        return value;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, required(name).toUpperCase(Locale.ROOT));
    }

    <T> @Nullable T parsed(String name, Function<String, T> parser) {
        String text = text(name);
        return text == null ? null : parser.apply(text);
    }

    @Nullable
    JsonTree tree(String name) {
        return members.get(name) instanceof Map<?, ?> map ? new JsonTree(map) : null;
    }

    JsonTree treeOrEmpty(String name) {
        JsonTree tree = tree(name);
        return tree == null ? new JsonTree(Map.of()) : tree;
    }

    List<JsonTree> trees(String name) {
        return trees(members.get(name));
    }

    static List<JsonTree> trees(@Nullable Object list) {
        List<JsonTree> trees = new ArrayList<>();
        for (Object item : list(list)) {
            if (item instanceof Map<?, ?> map) {
                trees.add(new JsonTree(map));
            }
        }
        return trees;
    }

    List<?> list(String name) {
        return list(members.get(name));
    }

    List<String> strings(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** Returns all members that are strings. */
    Map<String, String> strings() {
        Map<String, String> strings = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value instanceof String text) {
                strings.put((String) name, text);
            }
        });
        return strings;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
