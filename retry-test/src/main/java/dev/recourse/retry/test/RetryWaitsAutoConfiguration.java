package dev.recourse.retry.test;

import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.RetryEnvironment;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link RetryWaits}, and of the time that stands in for the real one. */
@AutoConfiguration(before = RetryAutoConfiguration.class)
public final class RetryWaitsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    VirtualTime retryVirtualTime() {
        return new VirtualTime();
    }

    @Bean
    RetryEnvironment retryTestEnvironment(VirtualTime time) {
        return new RetryEnvironment(time, time, () -> 0);
    }

    @Bean
    RetryWaits retryWaits(VirtualTime time) {
        return new RetryWaits(time);
    }
}
