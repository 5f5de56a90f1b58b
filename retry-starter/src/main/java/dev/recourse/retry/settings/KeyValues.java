package dev.recourse.retry.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Takes records of keys apart, and makes them of values by key: {@code max-retries}, {@code budget.ratio}. */
public final class KeyValues {

    private KeyValues() {}

    /** Returns the values that are set, all but the maps. Those of a record within the record stand below its name. */
    public static Map<String, Object> of(Record keys) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : keys.getClass().getRecordComponents()) {
            String key = key(component);
            Object value = value(component, keys);
            if (value instanceof Record below) {
                of(below).forEach((name, each) -> values.put(key + '.' + name, each));
            } else if (value != null && !(value instanceof Map)) {
                values.put(key, value);
            }
        }
        return values;
    }

    /** Returns a record with those of the values that it has keys for. Null stands for a value that is missing. */
    static <T extends Record> T record(Class<T> type, Map<String, ?> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Stream.of(components)
                .map(component -> argument(component, values))
                .toArray();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("Cannot create " + type, ex);
        }
    }

    /** Returns the name of a key: {@code max-retries} for {@code maxRetries}. */
    static String key(RecordComponent component) {
        return DataObjectPropertyName.toDashedForm(component.getName());
    }

    private static @Nullable Object argument(RecordComponent component, Map<String, ?> values) {
        String key = key(component);
        if (!component.getType().isRecord()) {
            return values.get(key);
        }
        Map<String, Object> below = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(key + '.')) {
                below.put(name.substring(key.length() + 1), value);
            }
        });
        return record(component.getType().asSubclass(Record.class), below);
    }

    private static @Nullable Object value(RecordComponent component, Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException ex) {
            throw new IllegalStateException("Cannot read " + component, ex);
        }
    }
}
