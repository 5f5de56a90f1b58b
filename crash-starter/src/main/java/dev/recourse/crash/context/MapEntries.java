package dev.recourse.crash.context;

import dev.recourse.crash.render.SafeTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The first entries of a map: in its own order, or by name if it has none, so that two reports show the same one. */
record MapEntries(List<Entry> list) {

    private static final Set<Class<?>> UNORDERED = Set.of(
            HashMap.class,
            Hashtable.class,
            Properties.class,
            ConcurrentHashMap.class,
            IdentityHashMap.class,
            WeakHashMap.class);

    private static final Comparator<Entry> BY_NAME = Comparator.comparing(Entry::sortedAs);

    /** One entry of a map. */
    record Entry(@Nullable Object name, @Nullable Object value) {

        /** Returns the text of a name that can be had without calling methods of applications. */
        private String sortedAs() {
            return name == null || SafeTypes.hasPlainText(name) ? SafeTypes.plainText(name) : "";
        }
    }

    static MapEntries of(Map<?, ?> map, int most) {
        return new MapEntries(isOrdered(map) ? first(map, most) : smallest(map, most));
    }

    private static boolean isOrdered(Map<?, ?> map) {
        return !UNORDERED.contains(map.getClass())
                && !map.getClass().getName().startsWith("java.util.ImmutableCollections$");
    }

    private static List<Entry> first(Map<?, ?> map, int most) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entries.size() == most) {
                break;
            }
            entries.add(new Entry(entry.getKey(), entry.getValue()));
        }
        return entries;
    }

    private static List<Entry> smallest(Map<?, ?> map, int most) {
        PriorityQueue<Entry> entries = new PriorityQueue<>(BY_NAME.reversed());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            entries.add(new Entry(entry.getKey(), entry.getValue()));
            if (entries.size() > most) {
                entries.remove();
            }
        }
        return entries.stream().sorted(BY_NAME).toList();
    }
}
