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
        return settings.computeIfAbsent(new MethodClassKey(method, type), key -> {
            RetryOnStatus annotation = Annotations.find(method, type);
            if (annotation == null) {
                throw new IllegalArgumentException(method + " has no @RetryOnStatus");
            }
            return reader.get().read(annotation, method);
        });
    }
}
