package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.idempotency.IdempotencyKeyFilter;
import dev.recourse.retry.idempotency.IdempotencyKeyInitializer;
import dev.recourse.retry.settings.ClientSettings;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the clients that Spring Boot builds send the key of the call, where any call has one. */
@Configuration(proxyBeanMethods = false)
class IdempotencyKeyConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClientCustomizer.class)
    static class RestClients {

        @Bean
        RestClientCustomizer idempotencyKeyRestClientCustomizer(ClientSettings clients) {
            return builder -> {
                if (clients.sendIdempotencyKeys()) {
                    new IdempotencyKeyInitializer().addTo(builder);
                }
            };
        }

        @Bean
        RestTemplateCustomizer idempotencyKeyRestTemplateCustomizer(ClientSettings clients) {
            return template -> {
                if (clients.sendIdempotencyKeys()) {
                    new IdempotencyKeyInitializer().addTo(template);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClientCustomizer.class)
    static class WebClients {

        @Bean
        WebClientCustomizer idempotencyKeyWebClientCustomizer(ClientSettings clients) {
            return builder -> {
                if (clients.sendIdempotencyKeys()) {
                    new IdempotencyKeyFilter().addTo(builder);
                }
            };
        }
    }
}
