package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.idempotency.IdempotencyKeyFilter;
import dev.recourse.retry.idempotency.IdempotencyKeyInitializer;
import dev.recourse.retry.idempotency.IdempotencyKeyInterceptor;
import dev.recourse.retry.idempotency.RequestLogFilter;
import dev.recourse.retry.idempotency.RequestLogInitializer;
import dev.recourse.retry.idempotency.RequestLogInterceptor;
import dev.recourse.retry.settings.ClientSettings;
import feign.RequestInterceptor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets the clients that Spring Boot builds take note of what they send, and send the key of the call, where any has one. */
@Configuration(proxyBeanMethods = false)
class IdempotencyKeyConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestClientCustomizer.class)
    static class RestClients {

        @Bean
        RestClientCustomizer recourseRestClientCustomizer(ClientSettings clients) {
            return builder -> {
                new RequestLogInitializer().addTo(builder);
                if (clients.sendIdempotencyKeys()) {
                    new IdempotencyKeyInitializer().addTo(builder);
                }
            };
        }

        @Bean
        RestTemplateCustomizer recourseRestTemplateCustomizer(ClientSettings clients) {
            return template -> {
                new RequestLogInitializer().addTo(template);
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
        WebClientCustomizer recourseWebClientCustomizer(ClientSettings clients) {
            return builder -> {
                builder.filter(new RequestLogFilter());
                if (clients.sendIdempotencyKeys()) {
                    new IdempotencyKeyFilter().addTo(builder);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RequestInterceptor.class)
    static class FeignClients {

        @Bean
        RequestLogInterceptor requestLogFeignInterceptor() {
            return new RequestLogInterceptor();
        }

        @Bean
        IdempotencyKeyInterceptor idempotencyKeyFeignInterceptor() {
            return new IdempotencyKeyInterceptor();
        }
    }
}
