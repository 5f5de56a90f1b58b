package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the annotated methods of a bean's class, and warns of those that a proxy cannot reach. */
final class BeanInspector {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private BeanInspector() {}

    /**
     * Checks the class, reading each annotated method.
     *
     * @param subclassed whether a proxy will be a subclass, rather than have the same interfaces only
     * @return whether there is a method that a proxy can reach
     */
    static boolean inspect(RetryOnStatusMethods methods, boolean subclassed) {
        Class<?> beanClass = methods.beanType();
        boolean found = false;
        for (Method method : methodsOf(ClassUtils.getUserClass(beanClass))) {
            if (Annotations.find(method, beanClass) == null) {
                continue;
            }
            if (isReachable(method, beanClass, subclassed)) {
                found = true;
                methods.find(method);
                OneShotArguments.warnOf(method);
                NestedRetryCheck.warnOfAnnotations(method, beanClass);
            } else {
                log.warn("@RetryOnStatus has no effect on " + method + ": " + obstacle(method, beanClass, subclassed)
                        + " Or use RetryStrategies, which works anywhere.");
            }
        }
        if (found) {
            NestedRetryCheck.warnOfTemplates(beanClass);
        }
        return found;
    }

    /** Returns why a proxy cannot reach a method, and what to change. */
    private static String obstacle(Method method, Class<?> beanClass, boolean subclassed) {
        int modifiers = AopUtils.getMostSpecificMethod(method, beanClass).getModifiers();
        if (Modifier.isPrivate(modifiers)) {
            return "it is private. Make it public.";
        }
        if (Modifier.isStatic(modifiers)) {
            return "it is static. Make it a method of the bean.";
        }
        if (Modifier.isFinal(beanClass.getModifiers())) {
            return "its class is final, so that no proxy can extend it. Remove final (in Kotlin, add open or the plugin"
                    + " kotlin-spring), or declare the method in an interface.";
        }
        return subclassed
                ? "it is final, so that no proxy can override it. Remove final (in Kotlin, add open)."
                : "the proxy has the bean's interfaces only, and none declares it. Declare it in one, or set"
                        + " spring.aop.proxy-target-class to true.";
    }

    /** Returns whether there is such a method, without reading settings, which are not final ahead of time. */
    static boolean isAnnotated(Class<?> beanClass, boolean subclassed) {
        return methodsOf(ClassUtils.getUserClass(beanClass)).stream()
                .anyMatch(method ->
                        Annotations.find(method, beanClass) != null && isReachable(method, beanClass, subclassed));
    }

    static Set<Method> methodsOf(Class<?> beanClass) {
        Set<Method> all = new LinkedHashSet<>();
        ClassUtils.getAllInterfacesForClassAsSet(beanClass).forEach(type -> all.addAll(List.of(type.getMethods())));
        if (!Proxy.isProxyClass(beanClass)) {
            all.addAll(List.of(
                    ReflectionUtils.getUniqueDeclaredMethods(beanClass, ReflectionUtils.USER_DECLARED_METHODS)));
        }
        return all;
    }

    private static boolean isReachable(Method method, Class<?> beanClass, boolean subclassed) {
        Method specific = AopUtils.getMostSpecificMethod(method, beanClass);
        if (!subclassed) {
            return ClassUtils.getInterfaceMethodIfPossible(specific, beanClass)
                    .getDeclaringClass()
                    .isInterface();
        }
        int modifiers = specific.getModifiers();
        return !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers);
    }
}
