package dev.recourse.crash.render;

import java.lang.reflect.Method;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Reads the collections of Scala, which are none of Java's; those that make their elements on demand stay unread. */
final class ScalaCollections {

    private static final Pattern ON_DEMAND = Pattern.compile(".*(?:LazyList|Stream|View).*");

    private static final ClassValue<List<Class<?>>> CONTRACTS = new ClassValue<>() {
        @Override
        protected List<Class<?>> computeValue(Class<?> type) {
            return ON_DEMAND.matcher(type.getName()).matches()
                    ? List.of()
                    : ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                            .filter(contract -> contract.getName().equals("scala.collection.Iterable")
                                    || contract.getName().equals("scala.collection.Map"))
                            .toList();
        }
    };

    private ScalaCollections() {}

    static boolean isOne(Object value) {
        return !CONTRACTS.get(value.getClass()).isEmpty();
    }

    /** Returns the first elements of a collection; those of a map are entries. */
    static List<@Nullable Object> items(Object collection, int most) throws Exception {
        List<Class<?>> contracts = CONTRACTS.get(collection.getClass());
        Method iterator = contracts.get(0).getMethod("iterator");
        Object elements = iterator.invoke(collection);
        Method hasNext = iterator.getReturnType().getMethod("hasNext");
        Method next = iterator.getReturnType().getMethod("next");
        List<@Nullable Object> items = new ArrayList<>();
        while (items.size() < most && Boolean.TRUE.equals(hasNext.invoke(elements))) {
            Object item = next.invoke(elements);
            items.add(contracts.size() > 1 && item != null ? entry(item) : item);
        }
        return items;
    }

    private static Object entry(Object pair) throws Exception {
        Method key = pair.getClass().getMethod("_1");
        Method value = pair.getClass().getMethod("_2");
        return new SimpleImmutableEntry<>(key.invoke(pair), value.invoke(pair));
    }
}
