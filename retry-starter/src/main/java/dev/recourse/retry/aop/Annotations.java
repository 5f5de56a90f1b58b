package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Finds the annotation that holds for a method of a bean. */
final class Annotations {

    private Annotations() {}

    /**
     * Looks on the method and those that it overrides, and then, for a public method, on the class, its superclasses
     * and those interfaces that have the method.
     */
    static @Nullable RetryOnStatus find(Method method, Class<?> beanClass) {
        Method specific = AopUtils.getMostSpecificMethod(method, beanClass);
        RetryOnStatus onMethod = AnnotatedElementUtils.findMergedAnnotation(specific, RetryOnStatus.class);
        if (onMethod != null || !inheritsFromClass(specific)) {
            return onMethod;
        }
        RetryOnStatus onClass =
                AnnotatedElementUtils.getMergedAnnotation(ClassUtils.getUserClass(beanClass), RetryOnStatus.class);
        return onClass != null ? onClass : findOnInterface(specific, beanClass);
    }

    private static boolean inheritsFromClass(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getDeclaringClass() != Object.class;
    }

    private static @Nullable RetryOnStatus findOnInterface(Method method, Class<?> beanClass) {
        for (Class<?> candidate : ClassUtils.getAllInterfacesForClass(beanClass)) {
            RetryOnStatus annotation = AnnotatedElementUtils.findMergedAnnotation(candidate, RetryOnStatus.class);
            if (annotation != null && ClassUtils.hasMethod(candidate, method.getName(), method.getParameterTypes())) {
                return annotation;
            }
        }
        return null;
    }
}
