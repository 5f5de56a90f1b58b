package dev.recourse.retry.failure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls the public methods without parameters that an object of an unknown type has. */
final class Accessors {

    private static final ClassValue<Map<String, Method>> METHODS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            return find(type);
        }
    };

    private Accessors() {}

    /** Returns what the function makes of the first of these methods for which it makes something; null if of none. */
    static <T> @Nullable T first(
            @Nullable Object owner, Function<Object, @Nullable T> function, String... methodNames) {
        if (owner == null) {
            return null;
        }
        Map<String, Method> methods = METHODS.get(owner.getClass());
        for (String name : methodNames) {
            Method method = methods.get(name);
            Object value = method == null ? null : call(method, owner);
            T result = value == null ? null : function.apply(value);
            if (result != null) {
                return result;
            }
        }
        return null;
    }

    /** Returns what the first of these methods returns that is not null; null if there is none. */
    static @Nullable Object value(@Nullable Object owner, String... methodNames) {
        return first(owner, value -> value, methodNames);
    }

    private static @Nullable Object call(Method method, Object owner) {
        try {
            return method.invoke(owner);
        } catch (ReflectiveOperationException | RuntimeException ex) {
            FatalErrors.rethrow(ex.getCause() != null ? ex.getCause() : ex);
            return null;
        }
    }

    private static Map<String, Method> find(Class<?> type) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Method method : type.getMethods()) {
            boolean accessor = method.getParameterCount() == 0
                    && method.getReturnType() != void.class
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getDeclaringClass() != Object.class
                    && method.getDeclaringClass() != Throwable.class;
            // A class that is not public may implement the method of an accessible type.
            if (accessor && method.trySetAccessible()) {
                methods.put(method.getName(), method);
            }
        }
        return methods;
    }
}
