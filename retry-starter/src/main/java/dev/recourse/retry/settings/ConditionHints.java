package dev.recourse.retry.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.util.ClassUtils;

/** Registers the exception type of a condition for a native image, so that a rule can read its attributes. */
public final class ConditionHints {

    private ConditionHints() {}

    /**
     * Registers the exception type, and does nothing for any other text.
     *
     * @param condition as it stands in a key or in the annotation, not checked yet
     */
    public static void register(String condition, @Nullable ClassLoader classLoader, ReflectionHints hints) {
        Class<?> type = find(condition.trim(), classLoader);
        if (type == null || !Throwable.class.isAssignableFrom(type)) {
            return;
        }
        hints.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
        for (Class<?> owner = type; owner != Throwable.class && owner != Object.class; owner = owner.getSuperclass()) {
            hints.registerType(owner, MemberCategory.ACCESS_DECLARED_FIELDS);
        }
    }

    private static @Nullable Class<?> find(String name, @Nullable ClassLoader classLoader) {
        try {
            return ClassUtils.forName(name, classLoader);
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException ex) {
            return null;
        }
    }
}
