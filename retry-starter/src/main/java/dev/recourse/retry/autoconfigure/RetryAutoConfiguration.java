package dev.recourse.retry.autoconfigure;

import dev.recourse.configuration.DurationBinding;
import dev.recourse.configuration.KeyCheck;
import dev.recourse.retry.ResponseExtractor;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.aop.NonBeanAnnotationCheck;
import dev.recourse.retry.aop.RetryOnStatusPostProcessor;
import dev.recourse.retry.aop.UnusedSettingsCheck;
import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.StoredCallWriter;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.execution.BlockingLoop;
import dev.recourse.retry.execution.BlockingRetryExecutor;
import dev.recourse.retry.execution.CallListenerFactory;
import dev.recourse.retry.execution.DefaultRetryStrategies;
import dev.recourse.retry.execution.FutureRetryExecutor;
import dev.recourse.retry.execution.ReactiveRetryExecutor;
import dev.recourse.retry.execution.RetryExecutors;
import dev.recourse.retry.execution.RetryListeners;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.failure.FailureReader;
import dev.recourse.retry.observe.CoreRetryListeners;
import dev.recourse.retry.observe.RetryEventPublisher;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.springretry.SpringRetryConfiguration;
import dev.recourse.retry.time.CoarseMonotonicClock;
import dev.recourse.retry.time.DaemonScheduler;
import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.Scheduler;
import dev.recourse.retry.time.Sleeper;
import dev.recourse.retry.time.ThreadSleeper;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryListener;
import org.springframework.util.function.SingletonSupplier;

/** Auto-configuration of {@link dev.recourse.retry.RetryOnStatus @RetryOnStatus} and {@link RetryStrategies}. */
@AutoConfiguration
@Conditional(OnRetryEnabled.class)
@EnableConfigurationProperties(RetryProperties.class)
@Import({
    HttpComponentsRetriesConfiguration.class,
    FeignRetriesConfiguration.class,
    ReactiveRetriesConfiguration.class,
    IdempotencyKeyConfiguration.class,
    SpringRetryConfiguration.class
})
public final class RetryAutoConfiguration {

    /** Before anything is bound: a mistyped or misplaced key stops the start. */
    @Bean
    static BeanFactoryPostProcessor retryKeyCheck(ConfigurableEnvironment environment) {
        return factory ->
                KeyCheck.check(environment, RetryProperties.PREFIX, RetryProperties.class, new MisplacedKeys());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static DurationBinding retryDurationBinding() {
        return new DurationBinding();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(value = MonotonicClock.class, search = SearchStrategy.CURRENT)
    static CoarseMonotonicClock retryMonotonicClock() {
        return new CoarseMonotonicClock();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryOnStatusPostProcessor retryOnStatusPostProcessor(
            ObjectProvider<ClientSettings> clients,
            ObjectProvider<RetryClientRegistry> registry,
            ObjectProvider<RetryExecutors> executors,
            ObjectProvider<StoredMethodRegistry> stored) {
        return new RetryOnStatusPostProcessor(
                clients::getObject, registry::getObject, executors::getObject, stored::getObject);
    }

    @Bean
    StoredMethodRegistry storedMethods(ObjectProvider<StoredCallWriter> calls, ConfigurableListableBeanFactory beans) {
        return new StoredMethodRegistry(calls::getObject, new MissingForStore(beans));
    }

    @Bean
    ClientSettings clientSettings(
            RetryProperties properties, ApplicationContext context, ObjectProvider<ResponseExtractor> extractors) {
        FailureReader reader = new FailureReader(
                SingletonSupplier.of(() -> extractors.orderedStream().toList()));
        return new ClientSettingsFactory(
                        properties, context.getClassLoader(), Binder.get(context.getEnvironment()), reader)
                .create();
    }

    @Bean
    @ConditionalOnMissingBean(value = Sleeper.class, search = SearchStrategy.CURRENT)
    ThreadSleeper retrySleeper() {
        return new ThreadSleeper();
    }

    @Bean
    @ConditionalOnMissingBean(value = RetryEnvironment.class, search = SearchStrategy.CURRENT)
    RetryEnvironment retryEnvironment(MonotonicClock clock) {
        return new RetryEnvironment(
                clock, InstantSource.system(), () -> ThreadLocalRandom.current().nextLong());
    }

    @Bean
    RetryClientRegistry retryClientRegistry(
            RetryEnvironment environment,
            ObjectProvider<RetryEventListener> listeners,
            ObjectProvider<CooldownStore> store) {
        return new RetryClientRegistry(
                environment,
                new RetryEventDispatcher(() -> listeners.orderedStream().toList()),
                store.getIfAvailable());
    }

    @Bean
    SmartInitializingSingleton cooldownStoreCheck(ClientSettings clients, ObjectProvider<CooldownStore> store) {
        return () -> SharedCooldownCheck.check(clients, store.getIfAvailable());
    }

    @Bean
    RetryEventPublisher retryEventPublisher(ApplicationContext context) {
        return new RetryEventPublisher(context);
    }

    @Bean
    ScheduledRetryRegistry scheduledRetryRegistry(ApplicationContext context) {
        return new ScheduledRetryRegistry(context);
    }

    @Bean
    CoreRetryListeners coreRetryListeners(ObjectProvider<RetryListener> listeners) {
        return new CoreRetryListeners(() -> listeners.orderedStream().toList());
    }

    @Bean
    RetryListeners retryListeners(ObjectProvider<CallListenerFactory> factories) {
        return new RetryListeners(factories.orderedStream().toList());
    }

    @Bean
    BlockingRetryExecutor blockingRetryExecutor(
            Sleeper sleeper, ScheduledRetryRegistry registry, RetryListeners listeners, BlockingLoop loop) {
        return new BlockingRetryExecutor(sleeper, registry, listeners, loop);
    }

    @Bean
    FutureRetryExecutor futureRetryExecutor(
            ObjectProvider<Scheduler> scheduler,
            ScheduledRetryRegistry registry,
            RetryListeners listeners,
            BeanFactory beanFactory) {
        return new FutureRetryExecutor(
                scheduler.getIfUnique(DaemonScheduler::new), registry, listeners, new AttemptExecutor(beanFactory));
    }

    @Bean
    RetryExecutors retryExecutors(
            BlockingRetryExecutor blocking,
            FutureRetryExecutor futures,
            ObjectProvider<ReactiveRetryExecutor> reactive) {
        return new RetryExecutors(blocking, futures, reactive.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean(value = RetryStrategies.class, search = SearchStrategy.CURRENT)
    DefaultRetryStrategies retryStrategies(
            ClientSettings clients,
            RetryClientRegistry registry,
            RetryExecutors executors,
            ApplicationContext context) {
        return new DefaultRetryStrategies(clients, context.getClassLoader(), registry, executors);
    }

    @Bean
    NonBeanAnnotationCheck nonBeanAnnotationCheck(DefaultListableBeanFactory beanFactory, Environment environment) {
        return new NonBeanAnnotationCheck(beanFactory, environment);
    }

    @Bean
    UnusedSettingsCheck unusedSettingsCheck(
            DefaultListableBeanFactory beanFactory,
            Environment environment,
            ClientSettings clients,
            RetryOnStatusPostProcessor methods) {
        return new UnusedSettingsCheck(beanFactory, environment, clients, methods);
    }
}
