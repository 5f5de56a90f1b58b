package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.aop.NonBeanAnnotationCheck;
import dev.recourse.retry.aop.RetryOnStatusPostProcessor;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.execution.BlockingRetryExecutor;
import dev.recourse.retry.execution.DefaultRetryStrategies;
import dev.recourse.retry.execution.FutureRetryExecutor;
import dev.recourse.retry.execution.ReactiveRetryExecutor;
import dev.recourse.retry.execution.RetryExecutors;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.observe.RetryEventPublisher;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.time.ClosableSleeper;
import dev.recourse.retry.time.CoarseMonotonicClock;
import dev.recourse.retry.time.DaemonScheduler;
import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.Scheduler;
import dev.recourse.retry.time.Sleeper;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.retry.RetryListener;
import org.springframework.util.function.SingletonSupplier;

/** Auto-configuration of {@link dev.recourse.retry.RetryOnStatus @RetryOnStatus} and {@link RetryStrategies}. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "recourse.retry.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RetryProperties.class)
@Import({
    HttpComponentsRetriesConfiguration.class,
    FeignRetriesConfiguration.class,
    ReactiveRetriesConfiguration.class,
    IdempotencyKeyConfiguration.class
})
public final class RetryAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnMissingBean(value = MonotonicClock.class, search = SearchStrategy.CURRENT)
    static CoarseMonotonicClock retryStopwatch() {
        return new CoarseMonotonicClock();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryOnStatusPostProcessor retryOnStatusPostProcessor(
            ObjectProvider<ClientSettings> clients,
            ObjectProvider<RetryClientRegistry> states,
            ObjectProvider<RetryExecutors> retries) {
        return new RetryOnStatusPostProcessor(
                clients::getObject, states::getObject, SingletonSupplier.of(retries::getObject));
    }

    @Bean
    ClientSettings retryClients(RetryProperties properties, ApplicationContext context) {
        return new RetryClientsFactory(properties, context.getClassLoader(), Binder.get(context.getEnvironment()))
                .create();
    }

    @Bean
    @ConditionalOnMissingBean(value = Sleeper.class, search = SearchStrategy.CURRENT)
    ClosableSleeper retryPause(ApplicationContext context) {
        return new ClosableSleeper(context);
    }

    @Bean
    @ConditionalOnMissingBean(value = RetryEnvironment.class, search = SearchStrategy.CURRENT)
    RetryEnvironment retrySurroundings(MonotonicClock stopwatch) {
        return new RetryEnvironment(
                stopwatch,
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
    }

    @Bean
    RetryClientRegistry retryClientStates(RetryEnvironment surroundings, ObjectProvider<RetryEventListener> listeners) {
        return new RetryClientRegistry(
                surroundings,
                new RetryEventDispatcher(() -> listeners.orderedStream().toList()));
    }

    @Bean
    RetryEventPublisher retryApplicationEvents(ApplicationContext context) {
        return new RetryEventPublisher(context);
    }

    @Bean
    ScheduledRetryRegistry retryWaitingCalls(ApplicationContext context) {
        return new ScheduledRetryRegistry(context);
    }

    @Bean
    BlockingRetryExecutor blockingRetries(
            Sleeper pause, ScheduledRetryRegistry calls, ObjectProvider<RetryListener> listeners) {
        return new BlockingRetryExecutor(
                pause, calls, () -> listeners.orderedStream().toList());
    }

    @Bean
    FutureRetryExecutor futureRetries(
            ObjectProvider<Scheduler> timer,
            ScheduledRetryRegistry calls,
            ObjectProvider<RetryListener> listeners,
            BeanFactory beanFactory) {
        return new FutureRetryExecutor(
                timer.getIfUnique(DaemonScheduler::new),
                calls,
                () -> listeners.orderedStream().toList(),
                new AttemptExecutor(beanFactory));
    }

    @Bean
    RetryExecutors retries(
            BlockingRetryExecutor blocking,
            FutureRetryExecutor futures,
            ObjectProvider<ReactiveRetryExecutor> reactive) {
        return new RetryExecutors(blocking, futures, reactive.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean(value = RetryStrategies.class, search = SearchStrategy.CURRENT)
    DefaultRetryStrategies retryStrategies(
            ClientSettings clients, RetryClientRegistry states, RetryExecutors retries, ApplicationContext context) {
        return new DefaultRetryStrategies(clients, context.getClassLoader(), states, retries);
    }

    @Bean
    NonBeanAnnotationCheck unmanagedClassCheck(DefaultListableBeanFactory beanFactory, Environment environment) {
        return new NonBeanAnnotationCheck(beanFactory, environment);
    }
}
