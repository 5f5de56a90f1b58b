package dev.recourse.retry.failure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts response headers, as client libraries keep them, to lines by name. */
final class ReceivedHeaders {

    /** More than any server accepts or sends. */
    private static final int MOST = 1000;

    private ReceivedHeaders() {}

    /** Returns the lines, or null if the object holds no headers of a form that is known. */
    static @Nullable Map<String, List<String>> of(Object headers) {
        if (headers instanceof Map<?, ?> map) {
            return of(map);
        }
        // The JDK's client, OkHttp, Spring.
        Object inner = Accessors.value(headers, "map", "toMultimap", "headerSet");
        if (inner instanceof Map<?, ?> map) {
            return of(map);
        }
        Object fields = inner != null ? inner : headers;
        if (fields instanceof Object[] array) {
            return of(Arrays.asList(array));
        }
        return fields instanceof Iterable<?> iterable ? of(iterable) : null;
    }

    private static Map<String, List<String>> of(Map<?, ?> map) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        map.forEach((name, value) -> add(lines, name, value));
        return lines;
    }

    private static @Nullable Map<String, List<String>> of(Iterable<?> fields) {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        boolean other = false;
        for (Object field : fields) {
            if (field instanceof Map.Entry<?, ?> entry) {
                add(lines, entry.getKey(), entry.getValue());
                continue;
            }
            Object name = Accessors.value(field, "getName", "name");
            other |= name == null;
            add(lines, name, Accessors.value(field, "getValuesList", "getValue", "value"));
        }
        return other ? null : lines;
    }

    private static void add(Map<String, List<String>> lines, @Nullable Object name, @Nullable Object value) {
        // HttpURLConnection keeps the status line under the name null.
        if (name == null || value == null || lines.size() >= MOST) {
            return;
        }
        List<String> values = lines.computeIfAbsent(name.toString(), key -> new ArrayList<>());
        Collection<?> all = value instanceof Collection<?> many ? many : List.of(value);
        for (Object one : all) {
            if (one != null) {
                values.add(one.toString());
            }
        }
    }
}
