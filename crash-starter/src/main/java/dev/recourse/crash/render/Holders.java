package dev.recourse.crash.render;

import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Knows types that only hold other values, whose text would tell these as they are. */
final class Holders {

    /** Getters of libraries' types. */
    private static final Map<String, List<String>> GETTERS = Map.ofEntries(
            Map.entry("org.springframework.http.ResponseEntity", List.of("getStatusCode", "getBody", "getHeaders")),
            Map.entry("org.springframework.http.HttpEntity", List.of("getBody", "getHeaders")),
            Map.entry("org.springframework.messaging.Message", List.of("getPayload", "getHeaders")),
            Map.entry("org.springframework.data.util.Pair", List.of("getFirst", "getSecond")),
            Map.entry("org.apache.commons.lang3.tuple.Triple", List.of("getLeft", "getMiddle", "getRight")),
            Map.entry("reactor.util.function.Tuple2", List.of("toList")),
            Map.entry("kotlin.Pair", List.of("getFirst", "getSecond")),
            Map.entry("kotlin.Triple", List.of("getFirst", "getSecond", "getThird")),
            Map.entry("kotlin.Lazy", List.of("getValue")),
            Map.entry("kotlin.collections.IndexedValue", List.of("getIndex", "getValue")),
            Map.entry("scala.Some", List.of("value")),
            Map.entry("scala.Tuple2", List.of("_1", "_2")),
            Map.entry("scala.Tuple3", List.of("_1", "_2", "_3")),
            Map.entry("scala.util.Left", List.of("value")),
            Map.entry("scala.util.Right", List.of("value")),
            Map.entry("scala.util.Success", List.of("value")),
            Map.entry("com.google.common.base.Optional", List.of("orNull")));

    private static final ClassValue<List<Method>> METHODS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return methods(type);
        }
    };

    private Holders() {}

    static boolean isHolder(Object value) {
        return value instanceof Optional
                || (value instanceof AtomicReference || value instanceof AtomicReferenceArray)
                || (value instanceof Reference && value.getClass().getName().startsWith("java.lang.ref."))
                || !METHODS.get(value.getClass()).isEmpty();
    }

    /** Returns what a holder holds, by calling it. */
    static List<@Nullable Object> contents(Object holder, int most) throws Exception {
        List<@Nullable Object> contents = new ArrayList<>();
        if (holder instanceof Optional<?> optional) {
            optional.ifPresent(contents::add);
        } else if (holder instanceof AtomicReference<?> reference) {
            contents.add(reference.get());
        } else if (holder instanceof Reference<?> reference) {
            contents.add(reference.get());
        } else if (holder instanceof AtomicReferenceArray<?> array) {
            for (int i = 0; i < Math.min(array.length(), most); i++) {
                contents.add(array.get(i));
            }
        } else {
            for (Method method : METHODS.get(holder.getClass())) {
                contents.add(method.invoke(holder));
            }
        }
        return contents;
    }

    private static List<Method> methods(Class<?> type) {
        for (Class<?> parent = type; parent != null; parent = parent.getSuperclass()) {
            List<String> getters = GETTERS.get(parent.getName());
            if (getters != null) {
                return methods(parent, getters);
            }
        }
        for (Class<?> contract : ClassUtils.getAllInterfacesForClass(type)) {
            List<String> getters = GETTERS.get(contract.getName());
            if (getters != null) {
                return methods(contract, getters);
            }
        }
        return List.of();
    }

    private static List<Method> methods(Class<?> type, List<String> names) {
        List<Method> methods = new ArrayList<>();
        for (String name : names) {
            Method method = ClassUtils.getMethodIfAvailable(type, name);
            if (method != null) {
                methods.add(method);
            }
        }
        return methods;
    }
}
