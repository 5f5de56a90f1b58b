package dev.recourse.retry.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/** Finds the HTTP method that a method of a client interface declares, by the annotations of the libraries, none of which needs to be there. */
final class DeclaredRequest {

    private static final String EXCHANGE = "org.springframework.web.service.annotation.HttpExchange";

    private static final String FEIGN = "feign.RequestLine";

    /** Of a client interface of Spring Cloud's; on a class, it is a request that the class serves. */
    private static final String MAPPING = "org.springframework.web.bind.annotation.RequestMapping";

    private DeclaredRequest() {}

    /** Returns the HTTP method in upper case, looking where the libraries look, or null if none is declared. */
    static @Nullable String method(Method method, Class<?> type) {
        Method specific = AopUtils.getMostSpecificMethod(method, type);
        MergedAnnotation<?> exchange = find(specific, EXCHANGE);
        if (exchange.isPresent()) {
            String declared = text(exchange, "method");
            return orNull(
                    declared.isEmpty() ? text(find(ClassUtils.getUserClass(type), EXCHANGE), "method") : declared);
        }
        MergedAnnotation<?> feign = find(specific, FEIGN);
        if (feign.isPresent()) {
            return orNull(text(feign, "value").split(" ", 2)[0]);
        }
        return isClient(type) ? mapped(specific) : null;
    }

    /** Returns whether instances of the type send requests, and do nothing else. */
    static boolean isClient(Class<?> type) {
        return Proxy.isProxyClass(type);
    }

    private static @Nullable String mapped(Method method) {
        MergedAnnotation<?> mapping = find(method, MAPPING);
        if (!mapping.isPresent()) {
            return null;
        }
        Object[] methods = mapping.getValue("method", Object[].class).orElse(new Object[0]);
        // What Spring Cloud sends where a mapping names none.
        return methods.length == 0 ? "GET" : methods[0].toString();
    }

    private static MergedAnnotation<?> find(AnnotatedElement element, String annotation) {
        return MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY).get(annotation);
    }

    private static String text(MergedAnnotation<?> annotation, String attribute) {
        return annotation.getValue(attribute, String.class).orElse("").strip().toUpperCase(Locale.ROOT);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
