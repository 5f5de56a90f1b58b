package dev.recourse.retry.test;

import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.durable.StoredCallDesk;
import dev.recourse.retry.durable.StoredCallRunner;
import dev.recourse.retry.time.RetryEnvironment;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration of {@link RetryWaits}, and of the time that stands in for the real one.
 *
 * @since 0.1
 */
@AutoConfiguration(before = RetryAutoConfiguration.class)
public final class RetryWaitsAutoConfiguration {

    RetryWaitsAutoConfiguration() {}

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
    RetryWaits retryWaits(
            VirtualTime time, ObjectProvider<InMemoryCallStore> store, ObjectProvider<StoredCallDesk> desk) {
        return new RetryWaits(time, store::getIfAvailable, desk::getIfAvailable);
    }

    /** Durable calls, which are written and read as JSON here too. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class StoreConfiguration {

        @Bean
        InMemoryCallStore retryInMemoryCallStore(VirtualTime time, ObjectProvider<StoredCallRunner> runner) {
            return new InMemoryCallStore(time, runner::getObject);
        }
    }
}
