package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.aop.RetryOnStatusPostProcessor;
import dev.recourse.retry.aop.UnmanagedClassCheck;
import dev.recourse.retry.engine.BlockingRetries;
import dev.recourse.retry.engine.ClientStates;
import dev.recourse.retry.engine.ContextPause;
import dev.recourse.retry.engine.DefaultRetryStrategies;
import dev.recourse.retry.engine.FutureRetries;
import dev.recourse.retry.engine.Pause;
import dev.recourse.retry.engine.ReactiveRetries;
import dev.recourse.retry.engine.Retries;
import dev.recourse.retry.engine.RetryClients;
import dev.recourse.retry.engine.RetryEventListener;
import dev.recourse.retry.engine.RetryEvents;
import dev.recourse.retry.engine.Stopwatch;
import dev.recourse.retry.engine.Surroundings;
import dev.recourse.retry.engine.TickingStopwatch;
import dev.recourse.retry.engine.Timer;
import dev.recourse.retry.engine.TimerThread;
import dev.recourse.retry.engine.WaitingCalls;
import dev.recourse.retry.observe.ApplicationEvents;
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
    @ConditionalOnMissingBean(value = Stopwatch.class, search = SearchStrategy.CURRENT)
    static TickingStopwatch retryStopwatch() {
        return new TickingStopwatch();
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static RetryOnStatusPostProcessor retryOnStatusPostProcessor(
            ObjectProvider<RetryClients> clients,
            ObjectProvider<ClientStates> states,
            ObjectProvider<Retries> retries) {
        return new RetryOnStatusPostProcessor(
                clients::getObject, states::getObject, SingletonSupplier.of(retries::getObject));
    }

    @Bean
    RetryClients retryClients(RetryProperties properties, ApplicationContext context) {
        return new RetryClientsFactory(properties, context.getClassLoader(), Binder.get(context.getEnvironment()))
                .create();
    }

    @Bean
    @ConditionalOnMissingBean(value = Pause.class, search = SearchStrategy.CURRENT)
    ContextPause retryPause(ApplicationContext context) {
        return new ContextPause(context);
    }

    @Bean
    @ConditionalOnMissingBean(value = Surroundings.class, search = SearchStrategy.CURRENT)
    Surroundings retrySurroundings(Stopwatch stopwatch) {
        return new Surroundings(
                stopwatch,
                InstantSource.system(),
                () -> ThreadLocalRandom.current().nextLong());
    }

    @Bean
    ClientStates retryClientStates(Surroundings surroundings, ObjectProvider<RetryEventListener> listeners) {
        return new ClientStates(
                surroundings, new RetryEvents(() -> listeners.orderedStream().toList()));
    }

    @Bean
    ApplicationEvents retryApplicationEvents(ApplicationContext context) {
        return new ApplicationEvents(context);
    }

    @Bean
    WaitingCalls retryWaitingCalls(ApplicationContext context) {
        return new WaitingCalls(context);
    }

    @Bean
    BlockingRetries blockingRetries(Pause pause, WaitingCalls calls, ObjectProvider<RetryListener> listeners) {
        return new BlockingRetries(pause, calls, () -> listeners.orderedStream().toList());
    }

    @Bean
    FutureRetries futureRetries(
            ObjectProvider<Timer> timer,
            WaitingCalls calls,
            ObjectProvider<RetryListener> listeners,
            BeanFactory beanFactory) {
        return new FutureRetries(
                timer.getIfUnique(TimerThread::new),
                calls,
                () -> listeners.orderedStream().toList(),
                new AttemptExecutor(beanFactory));
    }

    @Bean
    Retries retries(BlockingRetries blocking, FutureRetries futures, ObjectProvider<ReactiveRetries> reactive) {
        return new Retries(blocking, futures, reactive.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean(value = RetryStrategies.class, search = SearchStrategy.CURRENT)
    DefaultRetryStrategies retryStrategies(
            RetryClients clients, ClientStates states, Retries retries, ApplicationContext context) {
        return new DefaultRetryStrategies(clients, context.getClassLoader(), states, retries);
    }

    @Bean
    UnmanagedClassCheck unmanagedClassCheck(DefaultListableBeanFactory beanFactory, Environment environment) {
        return new UnmanagedClassCheck(beanFactory, environment);
    }
}
