package dev.recourse.retry.aop;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Warns of other retries around or inside an annotated method, because their calls multiply. */
final class NestedRetryCheck {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final List<String> ANNOTATIONS = List.of(
            "org.springframework.resilience.annotation.Retryable",
            "org.springframework.retry.annotation.Retryable",
            "io.github.resilience4j.retry.annotation.Retry");

    private static final Set<String> TEMPLATES =
            Set.of("org.springframework.retry.RetryOperations", "org.springframework.core.retry.RetryOperations");

    private NestedRetryCheck() {}

    /** Looks at the other annotations that hold for an annotated method. */
    static void warnOfAnnotations(Method method, Class<?> beanClass) {
        Class<?> type = ClassUtils.getUserClass(beanClass);
        MergedAnnotations onMethod =
                MergedAnnotations.from(AopUtils.getMostSpecificMethod(method, type), SearchStrategy.TYPE_HIERARCHY);
        MergedAnnotations onType = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
        for (String annotation : ANNOTATIONS) {
            if (onMethod.isPresent(annotation) || onType.isPresent(annotation)) {
                log.warn(method + " is retried by @RetryOnStatus and by " + annotation
                        + ": their calls multiply. Remove one of them.");
            }
        }
    }

    /** Looks for a retry template in a class with annotated methods. */
    static void warnOfTemplates(Class<?> beanClass) {
        ReflectionUtils.doWithFields(
                ClassUtils.getUserClass(beanClass),
                field -> log.warn(field + " is used in a class with @RetryOnStatus: where an annotated method uses it,"
                        + " their calls multiply. Remove one of them."),
                field -> isTemplate(field.getType()));
    }

    private static boolean isTemplate(Class<?> type) {
        return TEMPLATES.contains(type.getName())
                || ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .anyMatch(implemented -> TEMPLATES.contains(implemented.getName()));
    }
}
