package dev.recourse.configuration;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * The keys that a properties record binds.
 *
 * @param kind of what stands at this place
 * @param children of a group, by name
 * @param values what stands below a name of the user's in a map; null elsewhere
 */
record KnownKeys(
        Kind kind,
        Map<String, KnownKeys> children,
        @Nullable KnownKeys values) {

    /** What a key takes. */
    enum Kind {
        VALUE,
        LIST,
        GROUP,
        MAP
    }

    /** Returns the keys of a record. */
    static KnownKeys of(Class<? extends Record> type) {
        return of(ResolvableType.forClass(type));
    }

    private static KnownKeys of(ResolvableType type) {
        Class<?> raw = type.resolve(Object.class);
        if (Map.class.isAssignableFrom(raw)) {
            return new KnownKeys(Kind.MAP, Map.of(), of(type.asMap().getGeneric(1)));
        }
        if (!raw.isRecord()) {
            boolean list = Collection.class.isAssignableFrom(raw) || raw.isArray();
            return new KnownKeys(list ? Kind.LIST : Kind.VALUE, Map.of(), null);
        }
        Map<String, KnownKeys> children = new LinkedHashMap<>();
        for (RecordComponent component : raw.getRecordComponents()) {
            children.put(name(raw, component), of(ResolvableType.forType(component.getGenericType())));
        }
        return new KnownKeys(Kind.GROUP, children, null);
    }

    /** The annotation's target is the parameter, not the component. */
    private static String name(Class<?> type, RecordComponent component) {
        Name name = annotation(type, component);
        return ConfigurationPropertyName.adapt(name == null ? dashed(component.getName()) : name.value(), '.')
                .toString();
    }

    private static @Nullable Name annotation(Class<?> type, RecordComponent component) {
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            if (components[i].getName().equals(component.getName())) {
                return type.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(Name.class);
            }
        }
        return null;
    }

    private static String dashed(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** Returns whether this is a map whose names may hold dots, since nothing can stand below one. */
    boolean isMapOfValues() {
        return values != null && values.kind == Kind.VALUE;
    }

    /** Returns what stands below a name: a key of this record, or any name in a map. */
    Optional<KnownKeys> below(String name) {
        if (values != null) {
            return Optional.of(values);
        }
        return children.entrySet().stream()
                .filter(child -> Words.uniform(child.getKey()).equals(Words.uniform(name)))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns each place in which a key of this name is known, as paths from here; a name of the user's is {@code <name>}. */
    List<String> placesOf(String name) {
        List<String> places = new ArrayList<>();
        collect(name, "", places);
        return places;
    }

    /** Returns the path from here to a key, dots in place of dashes: {@code redact.keys} for {@code redact-keys}. */
    Optional<String> pathLike(String name) {
        for (Map.Entry<String, KnownKeys> child : children.entrySet()) {
            for (String below : child.getValue().children.keySet()) {
                String path = child.getKey() + '.' + below;
                if (Words.uniform(path).equals(Words.uniform(name))) {
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    private void collect(String name, String path, List<String> places) {
        children.forEach((child, keys) -> {
            if (Words.uniform(child).equals(Words.uniform(name))) {
                places.add(path + child);
            }
            keys.collect(name, path + child + '.', places);
        });
        if (values != null) {
            values.collect(name, path + "<name>.", places);
        }
    }
}
