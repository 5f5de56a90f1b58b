package dev.recourse.retry.delay;

import dev.recourse.retry.failure.CauseChain;
import dev.recourse.retry.failure.FatalErrors;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A named value of an exception or of one of its causes: a getter, an accessor method or a field. */
final class Attribute {

    private final String accessor;

    private final String getter;

    /** @param name in camel, snake or kebab case: each finds the members of all */
    Attribute(String name) {
        this.accessor = camelCase(name);
        this.getter = camelCase("get_" + accessor);
    }

    /** Returns the first value that the function makes something of, from the outermost exception inwards. */
    <T> @Nullable T find(Throwable exception, Function<@Nullable Object, @Nullable T> function) {
        for (Throwable owner : CauseChain.of(exception)) {
            for (Callable<@Nullable Object> value : values(owner)) {
                T result = quietly(() -> function.apply(value.call()));
                if (result != null) {
                    return result;
                }
            }
        }
        return null;
    }

    private List<Callable<@Nullable Object>> values(Throwable owner) {
        List<Callable<@Nullable Object>> values = new ArrayList<>();
        for (String name : List.of(getter, accessor)) {
            quietly(() -> values.addAll(methods(owner, name)));
        }
        for (Class<?> type = owner.getClass(); type != null && type != Throwable.class; type = type.getSuperclass()) {
            Class<?> declaring = type;
            quietly(() -> values.addAll(fields(owner, declaring)));
        }
        return values;
    }

    private static List<Callable<@Nullable Object>> methods(Throwable owner, String name) {
        List<Callable<@Nullable Object>> values = new ArrayList<>();
        for (Method method : owner.getClass().getMethods()) {
            if (isNamed(method, name) && method.getParameterCount() == 0 && method.getReturnType() != void.class) {
                values.add(() -> method.trySetAccessible() ? method.invoke(owner) : null);
            }
        }
        return values;
    }

    private List<Callable<@Nullable Object>> fields(Throwable owner, Class<?> declaring) {
        List<Callable<@Nullable Object>> values = new ArrayList<>();
        for (Field field : declaring.getDeclaredFields()) {
            if (isNamed(field, accessor)) {
                values.add(() -> field.trySetAccessible() ? field.get(owner) : null);
            }
        }
        return values;
    }

    private static boolean isNamed(Member member, String name) {
        return !Modifier.isStatic(member.getModifiers())
                && camelCase(member.getName()).equals(name);
    }

    private static <T> @Nullable T quietly(Callable<@Nullable T> callable) {
        try {
            return callable.call();
        } catch (Throwable ex) {
            Throwable thrown = ex instanceof InvocationTargetException target ? target.getTargetException() : ex;
            FatalErrors.rethrow(thrown);
            return null;
        }
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        boolean wordStarts = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean separator = c == '_' || c == '-';
            if (!separator) {
                camel.append(wordStarts ? Character.toUpperCase(c) : c);
            }
            wordStarts = separator && !camel.isEmpty();
        }
        if (!camel.isEmpty()) {
            camel.setCharAt(0, Character.toLowerCase(camel.charAt(0)));
        }
        return camel.toString();
    }
}
