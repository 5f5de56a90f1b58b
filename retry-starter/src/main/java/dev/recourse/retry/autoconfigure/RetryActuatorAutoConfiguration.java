package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.actuate.RecentOutcomes;
import dev.recourse.retry.actuate.RetryOnStatusEndpoint;
import dev.recourse.retry.actuate.RetryOnStatusWebEndpoint;
import dev.recourse.retry.aop.RetryOnStatusPostProcessor;
import dev.recourse.retry.engine.ClientStates;
import dev.recourse.retry.engine.RetryClients;
import dev.recourse.retry.engine.Surroundings;
import dev.recourse.retry.engine.WaitingCalls;
import dev.recourse.retry.observe.RetryMeters;
import dev.recourse.retry.observe.RetryObservations;
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
@AutoConfiguration(after = RetryAutoConfiguration.class)
@ConditionalOnBean(ClientStates.class)
public final class RetryActuatorAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetersConfiguration {

        @Bean
        @ConditionalOnMissingBean
        RetryMeters retryMeters(WaitingCalls waiting) {
            return new RetryMeters(waiting::count);
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
        RecentOutcomes recentOutcomes(Surroundings surroundings) {
            return new RecentOutcomes(surroundings.clock());
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        RetryOnStatusEndpoint retryOnStatusEndpoint(
                RetryOnStatusPostProcessor methods,
                RetryClients clients,
                ClientStates states,
                WaitingCalls waiting,
                RecentOutcomes outcomes,
                Surroundings surroundings,
                ApplicationContext context) {
            return new RetryOnStatusEndpoint(
                    methods::methods, clients, states, waiting, outcomes, surroundings, context.getClassLoader());
        }

        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
        RetryOnStatusWebEndpoint retryOnStatusWebEndpoint(RetryOnStatusEndpoint endpoint) {
            return new RetryOnStatusWebEndpoint(endpoint);
        }
    }
}
