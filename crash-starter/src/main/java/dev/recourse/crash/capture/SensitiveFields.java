package dev.recourse.crash.capture;

import dev.recourse.crash.Sensitive;
import java.lang.reflect.Field;

/** Tells classes that have a field which is marked: their own text may show what it holds. */
final class SensitiveFields {

    private static final ClassValue<Boolean> KNOWN = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            try {
                return hasOne(type);
            } catch (LinkageError | TypeNotPresentException ex) {
                return false;
            }
        }
    };

    private SensitiveFields() {}

    /** Returns whether a type, or one above it, has such a field. */
    static boolean areIn(Class<?> type) {
        return KNOWN.get(type);
    }

    private static boolean hasOne(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (field.isAnnotationPresent(Sensitive.class)
                        || field.getAnnotatedType().isAnnotationPresent(Sensitive.class)) {
                    return true;
                }
            }
        }
        return false;
    }
}
