package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.engine.ReactiveRetries;
import dev.recourse.retry.engine.Timer;
import dev.recourse.retry.engine.WaitingCalls;
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
    ReactiveRetries reactiveRetries(
            ObjectProvider<Timer> timer, WaitingCalls calls, ObjectProvider<RetryListener> listeners) {
        return new ReactiveRetries(
                timer.getIfUnique(() -> ReactiveRetries.TIMER),
                calls,
                () -> listeners.orderedStream().toList());
    }
}
