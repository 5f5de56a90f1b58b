package dev.recourse.crash.render;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies the first items of a container. */
final class FirstItems {

    private FirstItems() {}

    static List<@Nullable Object> of(Collection<?> collection, int most) {
        List<@Nullable Object> items = new ArrayList<>();
        Iterator<?> iterator = collection.iterator();
        while (items.size() < most && iterator.hasNext()) {
            items.add(iterator.next());
        }
        return items;
    }

    /** Returns names with their values. */
    static List<Object[]> of(Map<?, ?> map, int most) {
        List<Object[]> entries = new ArrayList<>();
        Iterator<? extends Map.Entry<?, ?>> iterator = map.entrySet().iterator();
        while (entries.size() < most && iterator.hasNext()) {
            Map.Entry<?, ?> entry = iterator.next();
            entries.add(new Object[] {entry.getKey(), entry.getValue()});
        }
        return entries;
    }

    static List<@Nullable Object> ofArray(Object array, int most) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < Math.min(Array.getLength(array), most); i++) {
            items.add(Array.get(array, i));
        }
        return items;
    }
}
