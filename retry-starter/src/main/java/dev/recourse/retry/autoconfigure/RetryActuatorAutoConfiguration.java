package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.actuate.RecentOutcomes;
import dev.recourse.retry.actuate.RetryOnStatusEndpoint;
import dev.recourse.retry.actuate.RetryOnStatusEndpointWebExtension;
import dev.recourse.retry.aop.RetryOnStatusPostProcessor;
import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.durable.CallStore;
import dev.recourse.retry.durable.StoredCallDesk;
import dev.recourse.retry.durable.StoredMethodRegistry;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import dev.recourse.retry.observe.CooldownStoreMetrics;
import dev.recourse.retry.observe.RetryMetrics;
import dev.recourse.retry.observe.RetryObservations;
import dev.recourse.retry.observe.StoredCallMetrics;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.time.RetryEnvironment;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows retries through Micrometer and Actuator, as far as these are there. */
@AutoConfiguration(
        after = {RetryAutoConfiguration.class, RetryRedisAutoConfiguration.class, RetryDurableAutoConfiguration.class})
@ConditionalOnBean(RetryClientRegistry.class)
public final class RetryActuatorAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetersConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RetryMetrics retryMeters(ScheduledRetryRegistry waiting) {
            return new RetryMetrics(waiting::count);
        }

        @Bean
        @ConditionalOnBean(CooldownStore.class)
        MeterBinder cooldownStoreMeters(CooldownStore store, ClientSettings clients) {
            return SharedCooldownCheck.areWanted(clients)
                    ? new CooldownStoreMetrics(() -> isReachable(store))
                    : none -> {};
        }

        private static boolean isReachable(CooldownStore store) {
            CooldownStore.Health health = store.health();
            return health != null && health.reachable();
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnBean(CallStore.class)
        StoredCallMetrics storedCallMeters(CallStore store, StoredMethodRegistry methods) {
            return new StoredCallMetrics(store::counts, methods::clients);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class ObservationsConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RetryObservations retryObservations(ObjectProvider<ObservationRegistry> registries) {
            return new RetryObservations(registries.getIfUnique(() -> ObservationRegistry.NOOP));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(endpoint = RetryOnStatusEndpoint.class)
        RecentOutcomes recentOutcomes(RetryEnvironment environment, ClientSettings clients) {
            return new RecentOutcomes(environment.clock(), clients.common().reader());
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        RetryOnStatusEndpoint retryOnStatusEndpoint(
                RetryOnStatusPostProcessor methods,
                ClientSettings clients,
                RetryClientRegistry registry,
                ScheduledRetryRegistry waiting,
                RecentOutcomes outcomes,
                RetryEnvironment environment,
                ObjectProvider<StoredCallDesk> stored,
                ApplicationContext context) {
            return new RetryOnStatusEndpoint(
                    methods::methods,
                    clients,
                    registry,
                    waiting,
                    outcomes,
                    environment,
                    stored.getIfAvailable(),
                    context.getClassLoader());
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
        RetryOnStatusEndpointWebExtension retryOnStatusWebEndpoint(RetryOnStatusEndpoint endpoint) {
            return new RetryOnStatusEndpointWebExtension(endpoint);
        }
    }
}
