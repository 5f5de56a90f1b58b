package dev.recourse.retry.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** Takes records of keys apart, and makes them of values by key: {@code max-retries}, {@code budget.ratio}. */
public final class KeyValues {

    /** Known once for each record: the JVM looks for its components anew each time. */
    private static final ClassValue<KeyValues> TYPES = new ClassValue<>() {
        @Override
        protected KeyValues computeValue(Class<?> type) {
            return new KeyValues(type);
        }
    };

    private final List<Key> keys;
    private final Constructor<?> constructor;

    private KeyValues(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        keys = Stream.of(components).map(Key::of).toList();
        try {
            constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new));
        } catch (NoSuchMethodException ex) {
            throw new IllegalStateException("No record: " + type, ex);
        }
    }

    /** Returns the names of the keys of a record, without those below them. */
    public static Set<String> names(Class<? extends Record> type) {
        return TYPES.get(type).keys.stream().map(Key::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the values that are set, all but the maps. Those of a record within the record stand below its name. */
    public static Map<String, Object> of(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Key key : TYPES.get(record.getClass()).keys) {
            Object value = key.value(record);
            if (value instanceof Record below) {
                of(below).forEach((name, each) -> values.put(key.name + '.' + name, each));
            } else if (value != null && !(value instanceof Map)) {
                values.put(key.name, value);
            }
        }
        return values;
    }

    /** Returns a record with those of the values that it has keys for. Null stands for a value that is missing. */
    static <T extends Record> T record(Class<T> type, Map<String, ?> values) {
        KeyValues shape = TYPES.get(type);
        Object[] arguments =
                shape.keys.stream().map(key -> key.argument(values)).toArray();
        try {
            return type.cast(shape.constructor.newInstance(arguments));
        } catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("Cannot create " + type, ex);
        }
    }

    private record Key(String name, Class<?> type, Method accessor) {

        static Key of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return new Key(DataObjectPropertyName.toDashedForm(component.getName()), component.getType(), accessor);
        }

        @Nullable
        Object value(Record record) {
            try {
                return accessor.invoke(record);
            } catch (IllegalAccessException | InvocationTargetException ex) {
                throw new IllegalStateException("Cannot read " + accessor, ex);
            }
        }

        @Nullable
        Object argument(Map<String, ?> values) {
            if (!type.isRecord()) {
                return values.get(name);
            }
            Map<String, Object> below = new LinkedHashMap<>();
            values.forEach((key, value) -> {
                if (key.startsWith(name + '.')) {
                    below.put(key.substring(name.length() + 1), value);
                }
            });
            return record(type.asSubclass(Record.class), below);
        }
    }
}
