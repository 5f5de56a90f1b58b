package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.engine.Settings;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.core.MethodClassKey;

/** The annotated methods with their settings, each read once. */
final class RetryOnStatusMethods {

    private final Map<MethodClassKey, Settings> settings = new ConcurrentHashMap<>();
    private final Supplier<AnnotationReader> reader;

    RetryOnStatusMethods(Supplier<AnnotationReader> reader) {
        this.reader = reader;
    }

    /** Returns the settings of a method that has the annotation. */
    Settings settings(Method method, Class<?> type) {
        MethodClassKey key = new MethodClassKey(method, type);
        Settings known = settings.get(key);
        if (known == null) {
            // Not computeIfAbsent: the reader may make beans, which have methods too.
            known = read(method, type);
            settings.put(key, known);
        }
        return known;
    }

    private Settings read(Method method, Class<?> type) {
        RetryOnStatus annotation = Annotations.find(method, type);
        if (annotation == null) {
            throw new IllegalArgumentException(method + " has no @RetryOnStatus");
        }
        return reader.get().read(annotation, method, type);
    }
}
