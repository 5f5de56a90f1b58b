package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.execution.ReactiveRetryExecutor;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.time.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.RetryListener;
import reactor.core.publisher.Mono;

/** Retries of reactive calls. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Mono.class)
class ReactiveRetriesConfiguration {

    @Bean
    ReactiveRetryExecutor reactiveRetries(
            ObjectProvider<Scheduler> timer, ScheduledRetryRegistry calls, ObjectProvider<RetryListener> listeners) {
        return new ReactiveRetryExecutor(
                timer.getIfUnique(() -> ReactiveRetryExecutor.TIMER),
                calls,
                () -> listeners.orderedStream().toList());
    }
}
