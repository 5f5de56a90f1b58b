package dev.recourse.crash.render;

import dev.recourse.crash.Sensitive;
import java.lang.reflect.RecordComponent;

/** Knows which components of a record are marked {@link Sensitive}, wherever the mark was put. */
public final class SensitiveComponents {

    private SensitiveComponents() {}

    public static boolean contains(RecordComponent component) {
        return component.isAnnotationPresent(Sensitive.class)
                || component.getAnnotatedType().isAnnotationPresent(Sensitive.class)
                || component.getAccessor().isAnnotationPresent(Sensitive.class)
                || component.getType().isAnnotationPresent(Sensitive.class);
    }
}
