package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.execution.ReactiveRetryExecutor;
import dev.recourse.retry.execution.RetryListeners;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.time.ReactorScheduler;
import dev.recourse.retry.time.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Retries of reactive calls. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Mono.class)
class ReactiveRetriesConfiguration {

    @Bean
    ReactiveRetryExecutor reactiveRetryExecutor(
            ObjectProvider<Scheduler> scheduler, ScheduledRetryRegistry registry, RetryListeners listeners) {
        return new ReactiveRetryExecutor(scheduler.getIfUnique(ReactorScheduler::new), registry, listeners);
    }
}
