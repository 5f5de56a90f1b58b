package dev.recourse.retry.aop;

import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.StoredMethod;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.settings.Settings;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.util.ClassUtils;

/** The annotated methods of a bean, each read once. */
final class RetryOnStatusMethods {

    private final Map<Method, RetriedMethod> methods = new ConcurrentHashMap<>();
    private final BeanKey bean;
    private final Supplier<AnnotationReader> reader;
    private final Supplier<RetryClientRegistry> registry;
    private final Supplier<StoredMethodRegistry> stored;
    private @Nullable Found lastFound;

    /**
     * Creates them.
     *
     * @param stored asked for with the first durable method
     */
    RetryOnStatusMethods(
            BeanKey bean,
            Supplier<AnnotationReader> reader,
            Supplier<RetryClientRegistry> registry,
            Supplier<StoredMethodRegistry> stored) {
        this.bean = bean;
        this.reader = reader;
        this.registry = registry;
        this.stored = stored;
    }

    /** Returns the type of bean, the class of the proxy for one without a target. */
    Class<?> beanType() {
        return bean.type();
    }

    /** Returns the same methods of another bean of the type, whose calls share nothing with those of this one. */
    RetryOnStatusMethods of(BeanKey other) {
        RetryOnStatusMethods copy = new RetryOnStatusMethods(other, reader, registry, stored);
        methods.forEach((method, retried) -> {
            RetryClient client = registry.get().of(retried.settings(), other);
            StoredMethod known = retried.stored();
            copy.methods.put(
                    method,
                    retried.of(client, known == null ? null : stored.get().of(known, other.name(), client)));
        });
        return copy;
    }

    /** Returns those that were asked for so far. */
    Collection<RetriedMethod> known() {
        return List.copyOf(methods.values());
    }

    /** Returns a method, or null if it does not have the annotation. */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // a proxy hands in the same each time, and to compare them takes long
    RetriedMethod find(Method method) {
        Found last = lastFound;
        if (last != null && last.method == method) {
            return last.retried;
        }
        RetriedMethod found = lookUp(method);
        if (found != null) {
            lastFound = new Found(method, found);
        }
        return found;
    }

    private @Nullable RetriedMethod lookUp(Method method) {
        RetriedMethod known = methods.get(method);
        if (known == null) {
            RetryOnStatus annotation = Annotations.find(method, beanType());
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
        Method specific = AopUtils.getMostSpecificMethod(method, beanType());
        // A proxy's own methods have neither type arguments nor names of parameters.
        Method declared = Proxy.isProxyClass(specific.getDeclaringClass()) ? method : specific;
        ReturnKind kind = ReturnTypes.kindOf(specific);
        Settings settings = reader.get().read(annotation, method, beanType());
        String label = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        RetryClient client = registry.get().of(settings, bean);
        return new RetriedMethod(
                signature(method),
                label,
                settings,
                client,
                kind,
                ReturnTypes.isEntity(declared, beanType(), kind),
                reader.get().scope(annotation, declared, method),
                settings.durable() == Settings.Durable.FALSE
                        ? null
                        : stored.get()
                                .add(
                                        declared,
                                        beanType(),
                                        bean.name(),
                                        reader.get().storedAs(annotation, method),
                                        label,
                                        settings,
                                        client),
                ReturnTypes.adapter(specific, kind));
    }

    private String signature(Method method) {
        Class<?> type =
                Proxy.isProxyClass(beanType()) ? method.getDeclaringClass() : ClassUtils.getUserClass(beanType());
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .filter(name -> !name.equals("Continuation") || !KotlinDetector.isSuspendingFunction(method))
                .collect(Collectors.joining(", ", type.getName() + "." + method.getName() + "(", ")"));
    }

    private record Found(Method method, RetriedMethod retried) {}
}
