package dev.recourse.retry.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Set;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/** Finds the HTTP method of a method of an HTTP service interface. */
final class HttpExchanges {

    /** By name, since Spring's web module needs not be there. */
    private static final String ANNOTATION = "org.springframework.web.service.annotation.HttpExchange";

    /** RFC 9110 section 9.2.2 and RFC 5789 section 2. */
    private static final Set<String> NOT_IDEMPOTENT = Set.of("POST", "PATCH");

    private HttpExchanges() {}

    /** Returns whether the method is known to send a POST or PATCH, looking where Spring looks. */
    static boolean isPostOrPatch(Method method, Class<?> type) {
        MergedAnnotation<?> onMethod = find(AopUtils.getMostSpecificMethod(method, type));
        if (!onMethod.isPresent()) {
            return false;
        }
        String sent = httpMethod(onMethod);
        return NOT_IDEMPOTENT.contains(sent.isEmpty() ? httpMethod(find(ClassUtils.getUserClass(type))) : sent);
    }

    private static MergedAnnotation<?> find(AnnotatedElement element) {
        return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(ANNOTATION);
    }

    private static String httpMethod(MergedAnnotation<?> annotation) {
        return annotation.getValue("method", String.class).orElse("").strip().toUpperCase(Locale.ROOT);
    }
}
