package dev.recourse.retry.aop;

import dev.recourse.retry.engine.BlockingRetries;
import dev.recourse.retry.engine.RetryClients;
import dev.recourse.retry.engine.Stopwatch;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** Puts the interceptor around beans with annotated methods, outside of every advice that is there already. */
public final class RetryOnStatusPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

    /** One before that of {@code @Async}, whose advice so comes to stand outside: the call in its thread is retried. */
    private static final int ORDER = LOWEST_PRECEDENCE - 1;

    private final Map<Class<?>, Boolean> eligible = new ConcurrentHashMap<>();
    private final RetryOnStatusInterceptor interceptor;
    private final BeanInspector inspector;

    /**
     * Creates the post-processor.
     *
     * @param clients asked for with the first annotated bean
     * @param retries asked for with the first failure
     */
    public RetryOnStatusPostProcessor(
            Stopwatch stopwatch, Supplier<RetryClients> clients, Supplier<BlockingRetries> retries) {
        RetryOnStatusMethods methods = new RetryOnStatusMethods(
                SingletonSupplier.of(() -> new AnnotationReader(clients.get(), getProxyClassLoader(), this::resolve)));
        this.interceptor = new RetryOnStatusInterceptor(stopwatch, methods, retries);
        this.inspector = new BeanInspector(methods);
        this.advisor = new RetryOnStatusAdvisor(interceptor);
        setBeforeExistingAdvisors(true);
        setOrder(ORDER);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (isAdvised(bean)) {
            return bean;
        }
        if (bean instanceof Advised proxy
                && !proxy.isFrozen()
                && proxy.getTargetSource() == EmptyTargetSource.INSTANCE
                && isEligible(bean.getClass())) {
            proxy.addAdvisor(0, new RetryOnStatusAdvisor(interceptor, bean.getClass()));
            return bean;
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    /** A bean may come by twice under two names, or inside a proxy of the user's: its calls must not multiply. */
    private static boolean isAdvised(Object bean) {
        Object link = bean;
        while (link instanceof Advised proxy) {
            if (Arrays.stream(proxy.getAdvisors()).anyMatch(RetryOnStatusAdvisor.class::isInstance)) {
                return true;
            }
            link = AopProxyUtils.getSingletonTarget(proxy);
        }
        return false;
    }

    /** Called ahead of time, so that the proxy's class can be made then. */
    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        eligible.put(
                beanClass, !isOfSpring(beanClass) && BeanInspector.isAnnotated(beanClass, isSubclassed(beanClass)));
        return super.determineBeanType(beanClass, beanName);
    }

    @Override
    protected boolean isEligible(Class<?> beanClass) {
        Boolean known = eligible.get(beanClass);
        if (known == null) {
            known = !isOfSpring(beanClass) && inspector.inspect(beanClass, isSubclassed(beanClass));
            eligible.put(beanClass, known);
        }
        return known;
    }

    /** Most beans are, and looking through them all is what a start can do without. */
    private static boolean isOfSpring(Class<?> beanClass) {
        return beanClass.getName().startsWith("org.springframework.");
    }

    private boolean isSubclassed(Class<?> beanClass) {
        if (Modifier.isFinal(beanClass.getModifiers())) {
            return false;
        }
        ProxyFactory factory = new ProxyFactory();
        factory.copyFrom(this);
        if (!factory.isProxyTargetClass()) {
            evaluateProxyInterfaces(beanClass, factory);
        }
        return factory.isProxyTargetClass();
    }

    /** A final class, such as a proxy of the JDK's, cannot be subclassed. */
    @Override
    protected ProxyFactory prepareProxyFactory(Object bean, String beanName) {
        ProxyFactory factory = super.prepareProxyFactory(bean, beanName);
        if (Modifier.isFinal(bean.getClass().getModifiers())) {
            factory.setProxyTargetClass(false);
            factory.setInterfaces(ClassUtils.getAllInterfaces(bean));
        }
        return factory;
    }

    private String resolve(String text) {
        String resolved = beanFactory == null ? text : beanFactory.resolveEmbeddedValue(text);
        return resolved == null ? "" : resolved;
    }
}
