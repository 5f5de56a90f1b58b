package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashContext;
import dev.recourse.crash.CrashContextProvider;
import dev.recourse.crash.context.ContextSections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** Notes the providers among the singletons when they are created for another reason, and before they get a proxy; it creates none. */
final class CrashContextPostProcessor implements BeanPostProcessor, Ordered, DisposableBean {

    private final ConfigurableApplicationContext context;

    private final ObjectProvider<CrashInfrastructure> parts;

    private final Map<Class<?>, Map<Method, String>> methods = new ConcurrentHashMap<>();

    private final Queue<Runnable> removals = new ConcurrentLinkedQueue<>();

    CrashContextPostProcessor(ConfigurableApplicationContext context, ObjectProvider<CrashInfrastructure> parts) {
        this.context = context;
        this.parts = parts;
    }

    /** First, so that it sees the bean itself. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof CrashContextProvider provider && isSingleton(beanName)) {
            add(beanName, beanName, bean, provider::context);
        }
        Map<Method, String> annotated = methods.computeIfAbsent(bean.getClass(), this::annotatedMethods);
        if (!annotated.isEmpty() && isSingleton(beanName)) {
            annotated.forEach((method, section) -> add(section, beanName, bean, () -> call(method, bean)));
        }
        return bean;
    }

    /** The last context's providers stay, for a crash after it is closed, or a start that fails. */
    @Override
    public void destroy() {
        if (SharedInfrastructure.release(context)) {
            removals.forEach(Runnable::run);
        }
    }

    private void add(String section, String beanName, Object bean, Callable<?> provider) {
        ContextSections sections = parts.getObject().context();
        removals.add(sections.add(section, order(beanName, bean), provider));
    }

    private Map<Method, String> annotatedMethods(Class<?> type) {
        Class<?> user = ClassUtils.getUserClass(type);
        // most beans of a small application are Spring's own, and reading all of their methods takes a tenth of a start
        if (user.getName().startsWith("org.springframework.")
                || !AnnotationUtils.isCandidateClass(user, CrashContext.class)) {
            return Map.of();
        }
        return MethodIntrospector.selectMethods(user, (Method method) -> {
            CrashContext annotation = AnnotatedElementUtils.findMergedAnnotation(method, CrashContext.class);
            return annotation == null ? null : annotation.value();
        });
    }

    private static @Nullable Object call(Method method, Object bean) throws Exception {
        ReflectionUtils.makeAccessible(method);
        try {
            return method.invoke(bean);
        } catch (InvocationTargetException ex) {
            throw ex.getCause() instanceof Exception cause ? cause : ex;
        }
    }

    private boolean isSingleton(String beanName) {
        ConfigurableListableBeanFactory factory = context.getBeanFactory();
        return factory.containsBeanDefinition(beanName)
                && factory.getMergedBeanDefinition(beanName).isSingleton();
    }

    private int order(String beanName, Object bean) {
        if (bean instanceof Ordered ordered) {
            return ordered.getOrder();
        }
        Order order = context.getBeanFactory().findAnnotationOnBean(beanName, Order.class, false);
        return order == null ? LOWEST_PRECEDENCE : order.value();
    }
}
