package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;

/** Finds the annotation that holds for a method of a bean. */
final class Annotations {

    private Annotations() {}

    /**
     * Looks on the method and those that it overrides, and then, for a public method, on the class, its superclasses
     * and those interfaces that have the method. What a client interface implements itself is code of the user's around
     * calls that are retried already.
     */
    static @Nullable RetryOnStatus find(Method method, Class<?> beanClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, beanClass);
        RetryOnStatus onMethod = AnnotatedElementUtils.findMergedAnnotation(specific, RetryOnStatus.class);
        if (onMethod != null || !inheritsFromClass(specific) || isOwnCode(method, beanClass)) {
            return onMethod;
        }
        RetryOnStatus onClass = MergedAnnotations.from(
                        ClassUtils.getUserClass(beanClass), MergedAnnotations.SearchStrategy.SUPERCLASS)
                .get(RetryOnStatus.class)
                .synthesize(MergedAnnotation::isPresent)
                .orElse(null);
        return onClass != null ? onClass : findOnInterface(specific, beanClass);
    }

    private static boolean inheritsFromClass(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private static boolean isOwnCode(Method method, Class<?> beanClass) {
        return method.isDefault() && Proxy.isProxyClass(beanClass);
    }

    private static @Nullable RetryOnStatus findOnInterface(Method method, Class<?> beanClass) {
        for (Class<?> candidate : ClassUtils.getAllInterfacesForClass(beanClass)) {
            RetryOnStatus annotation = AnnotatedElementUtils.findMergedAnnotation(candidate, RetryOnStatus.class);
            if (annotation != null && hasMethod(candidate, method, beanClass)) {
                return annotation;
            }
        }
        return null;
    }

    /** Parameter types do not tell: those of a generic interface differ from the implementation's. */
    private static boolean hasMethod(Class<?> type, Method method, Class<?> beanClass) {
        return Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(method.getName()))
                .anyMatch(candidate ->
                        AopUtils.getMostSpecificMethod(candidate, beanClass).equals(method));
    }
}
