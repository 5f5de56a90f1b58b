package dev.recourse.retry.springretry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.retry.RetryListener;

/** The loop of blocking calls, and the user's listeners. */
@Configuration(proxyBeanMethods = false)
public final class SpringRetryConfiguration {

    @Bean
    SpringRetryLoop springRetryLoop() {
        return new SpringRetryLoop();
    }

    @Bean
    SpringRetryListeners springRetryListeners(ObjectProvider<RetryListener> listeners) {
        return new SpringRetryListeners(() -> listeners.orderedStream().toList());
    }
}
