package dev.recourse.retry.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.HttpComponentsClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Switches off the automatic retries of HttpComponents clients that Boot builds, and warns of others. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({HttpClientBuilder.class, ClientHttpRequestFactoryBuilderCustomizer.class})
class HttpComponentsRetriesConfiguration {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    @Bean
    @ConditionalOnBooleanProperty(name = "recourse.retry.disable-client-retries", matchIfMissing = true)
    ClientHttpRequestFactoryBuilderCustomizer<HttpComponentsClientHttpRequestFactoryBuilder>
            httpComponentsRetriesCustomizer() {
        return builder -> builder.withHttpClientCustomizer(HttpClientBuilder::disableAutomaticRetries);
    }

    @Bean
    SmartInitializingSingleton httpComponentsRetriesCheck(ListableBeanFactory beanFactory) {
        return () -> {
            for (String name : beanFactory.getBeanNamesForType(HttpClient.class, true, false)) {
                log.warn("Bean '" + name + "' is an HttpComponents client: unless it was built with"
                        + " disableAutomaticRetries(), it repeats calls by itself, and the numbers of calls multiply.");
            }
        };
    }
}
