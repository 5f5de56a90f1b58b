package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.engine.ClientStates;
import dev.recourse.retry.engine.Settings;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/** The annotated methods of one type of bean, each read once. */
final class RetryOnStatusMethods {

    private final Map<Method, RetriedMethod> methods = new ConcurrentHashMap<>();
    private final Class<?> beanType;
    private final Supplier<AnnotationReader> reader;
    private final Supplier<ClientStates> states;

    RetryOnStatusMethods(Class<?> beanType, Supplier<AnnotationReader> reader, Supplier<ClientStates> states) {
        this.beanType = beanType;
        this.reader = reader;
        this.states = states;
    }

    /** Returns the type of bean, the class of the proxy for one without a target. */
    Class<?> beanType() {
        return beanType;
    }

    /** Returns those that were asked for so far. */
    Collection<RetriedMethod> known() {
        return List.copyOf(methods.values());
    }

    /** Returns a method, or null if it does not have the annotation. */
    @Nullable
    RetriedMethod find(Method method) {
        RetriedMethod known = methods.get(method);
        if (known == null) {
            RetryOnStatus annotation = Annotations.find(method, beanType);
            if (annotation != null) {
                // Not computeIfAbsent: the reader may make beans, which have methods too.
                known = read(annotation, method);
                methods.put(method, known);
            }
        }
        return known;
    }

    /** Returns a method that has the annotation. */
    RetriedMethod get(Method method) {
        RetriedMethod found = find(method);
        if (found == null) {
            throw new IllegalStateException(method + " has no @RetryOnStatus");
        }
        return found;
    }

    private RetriedMethod read(RetryOnStatus annotation, Method method) {
        Method specific = AopUtils.getMostSpecificMethod(method, beanType);
        ReturnKind kind = ReturnTypes.kindOf(specific);
        Settings settings = reader.get().read(annotation, method);
        return new RetriedMethod(
                method.getDeclaringClass().getSimpleName() + "." + method.getName(),
                settings,
                states.get().of(settings, ClassUtils.getUserClass(beanType)),
                kind,
                ReturnTypes.adapter(specific, kind));
    }
}
