package dev.recourse.retry.aop;

import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.execution.RetryExecutors;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.Settings;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** Puts interceptors around beans with annotated methods, outside of all other advice. */
public final class RetryOnStatusPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
        implements SmartInitializingSingleton {

    /** One before that of {@code @Async}, whose advice so comes to stand outside: the call in its thread is retried. */
    private static final int ORDER = LOWEST_PRECEDENCE - 1;

    private final Map<BeanKey, List<Advisor>> advisors = new ConcurrentHashMap<>();

    /** Of the first bean of each type. */
    private final Map<Class<?>, RetryOnStatusMethods> inspected = new ConcurrentHashMap<>();

    private final Map<Class<?>, List<Advisor>> aheadOfTime = new ConcurrentHashMap<>();
    private final Supplier<AnnotationReader> reader;
    private final Supplier<RetryClientRegistry> registry;
    private final Supplier<StoredMethodRegistry> stored;
    private final Supplier<RetryExecutors> executors;
    private final RetryOnStatusAdvisorFactory factory;

    /**
     * Creates the post-processor.
     *
     * @param clients asked for with the first annotated bean
     * @param registry asked for with the first annotated bean
     * @param executors asked for when all beans are there, or with an earlier failure
     * @param stored asked for with the first durable method
     */
    public RetryOnStatusPostProcessor(
            Supplier<ClientSettings> clients,
            Supplier<RetryClientRegistry> registry,
            Supplier<RetryExecutors> executors,
            Supplier<StoredMethodRegistry> stored) {
        this.reader =
                SingletonSupplier.of(() -> new AnnotationReader(clients.get(), getProxyClassLoader(), this::resolve));
        this.registry = registry;
        this.stored = stored;
        this.executors = SingletonSupplier.of(executors);
        this.factory = new RetryOnStatusAdvisorFactory(this.executors);
        this.advisor = new NoMethod();
        setBeforeExistingAdvisors(true);
        setOrder(ORDER);
    }

    /** Keeps the executors: a factory that has closed would create others, which do not know that it has. */
    @Override
    public void afterSingletonsInstantiated() {
        Objects.requireNonNull(executors.get());
    }

    /** Returns the settings of the annotated methods of beans made so far, by class, name and types of the parameters. */
    public Map<String, Settings> methods() {
        Map<String, Settings> settings = new TreeMap<>();
        inspected
                .values()
                .forEach(methods ->
                        methods.known().forEach(method -> settings.put(method.signature(), method.settings())));
        return settings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (isAdvised(bean)) {
            return bean;
        }
        if (bean instanceof Advised proxy && !proxy.isFrozen() && !(bean instanceof AopInfrastructureBean)) {
            List<Advisor> own =
                    advisors(isTargetless(proxy) ? bean.getClass() : AopUtils.getTargetClass(bean), beanName);
            if (!own.isEmpty()) {
                for (int i = 0; i < own.size(); i++) {
                    proxy.addAdvisor(i, own.get(i));
                }
                return bean;
            }
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    @Override
    protected void customizeProxyFactory(ProxyFactory proxyFactory) {
        Class<?> type = proxyFactory.getTargetClass();
        if (type != null) {
            proxyFactory.addAdvisors(aheadOfTime.getOrDefault(type, List.of()));
        }
    }

    private static boolean isTargetless(Advised proxy) {
        return proxy.getTargetSource() == EmptyTargetSource.INSTANCE;
    }

    /** A bean may be processed twice, under two names or inside a proxy of the user's. Its calls must not multiply. */
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

    /** Called ahead of time, when a proxy's class is made, and settings are not final: only the annotation counts. */
    @Override
    public Class<?> determineBeanType(Class<?> beanClass, String beanName) {
        boolean annotated = !isOfSpring(beanClass) && BeanInspector.isAnnotated(beanClass, isSubclassed(beanClass));
        aheadOfTime.put(beanClass, annotated ? List.of(new AnnotatedMethods()) : List.of());
        return super.determineBeanType(beanClass, beanName);
    }

    @Override
    protected boolean isEligible(Class<?> beanClass) {
        return !aheadOfTime.getOrDefault(beanClass, List.of()).isEmpty();
    }

    @Override
    protected boolean isEligible(Object bean, String beanName) {
        return !beanName.endsWith(AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX)
                && !advisors(bean.getClass(), beanName).isEmpty();
    }

    private List<Advisor> advisors(Class<?> beanClass, String beanName) {
        List<Advisor> early = aheadOfTime.get(beanClass);
        if (early != null || isOfSpring(beanClass)) {
            return early == null ? List.of() : early;
        }
        // An object without a definition may have any name, and there may be any number of these.
        boolean named = beanFactory != null && beanFactory.containsLocalBean(beanName);
        BeanKey bean = new BeanKey(beanClass, named ? beanName : null);
        List<Advisor> known = advisors.get(bean);
        if (known == null) {
            // Not computeIfAbsent: reading the annotations may create beans, which are processed here too.
            known = create(bean);
            advisors.put(bean, known);
        }
        return known;
    }

    private List<Advisor> create(BeanKey bean) {
        RetryOnStatusMethods first = inspected.get(bean.type());
        if (first != null) {
            return first.known().isEmpty() ? List.of() : factory.of(first.of(bean));
        }
        RetryOnStatusMethods methods = new RetryOnStatusMethods(bean, reader, registry, stored);
        boolean found = BeanInspector.inspect(methods, isSubclassed(bean.type()));
        inspected.put(bean.type(), methods);
        return found ? factory.of(methods) : List.of();
    }

    /** Most beans are. To skip them makes the start faster. */
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
        if (!aheadOfTime.containsKey(bean.getClass())) {
            factory.addAdvisors(advisors(bean.getClass(), beanName));
        }
        return factory;
    }

    private String resolve(String text) {
        String resolved = beanFactory == null ? text : beanFactory.resolveEmbeddedValue(text);
        return resolved == null ? "" : resolved;
    }

    /** What the superclass adds to a proxy, which gets advisors of its own. */
    private static final class NoMethod extends StaticMethodMatcherPointcutAdvisor {

        private NoMethod() {
            super(EMPTY_ADVICE);
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return false;
        }
    }

    /** Stands ahead of time for the advisors that a bean gets when the application runs. */
    private static final class AnnotatedMethods extends StaticMethodMatcherPointcutAdvisor {

        private AnnotatedMethods() {
            super((MethodInterceptor) MethodInvocation::proceed);
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return Annotations.find(method, targetClass) != null;
        }
    }
}
