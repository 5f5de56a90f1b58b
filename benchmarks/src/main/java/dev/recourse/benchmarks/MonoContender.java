package dev.recourse.benchmarks;

import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Function;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.resilience.annotation.EnableResilientMethods;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A way to call the API that returns a mono. */
public enum MonoContender {
    PLAIN("no proxy", Plain.class),
    NO_OP("no-op proxy", NoOp.class),
    RECOURSE("@RetryOnStatus", Recourse.class),
    SPRING("Spring 7", Spring.class),
    RECOURSE_STRATEGY("RetryStrategy.mono", Recourse.class) {
        @Override
        Function<Quota, Mono<String>> calls(ConfigurableApplicationContext context) {
            MonoApi api = new MonoApi();
            RetryStrategy strategy = context.getBean(RetryStrategies.class).build(rules -> rules.delay(429, "100ms"));
            return quota -> strategy.mono(() -> api.call(quota));
        }
    },
    REACTOR("Reactor's retryWhen", Plain.class) {
        @Override
        Function<Quota, Mono<String>> calls(ConfigurableApplicationContext context) {
            MonoApi api = new MonoApi();
            Retry retry = Retry.backoff(3, Duration.ofMillis(100));
            return quota -> Mono.defer(() -> api.call(quota)).retryWhen(retry);
        }
    },
    RESILIENCE4J("Resilience4j's RetryOperator", Plain.class) {
        @Override
        Function<Quota, Mono<String>> calls(ConfigurableApplicationContext context) {
            MonoApi api = new MonoApi();
            RetryConfig config = RetryConfig.custom()
                    .maxAttempts(4)
                    .waitDuration(Duration.ofMillis(100))
                    .build();
            io.github.resilience4j.retry.Retry retry = io.github.resilience4j.retry.Retry.of("api", config);
            return quota -> Mono.defer(() -> api.call(quota)).transformDeferred(RetryOperator.of(retry));
        }
    };

    private final String label;
    private final Class<?> configuration;

    MonoContender(String label, Class<?> configuration) {
        this.label = label;
        this.configuration = configuration;
    }

    String label() {
        return label;
    }

    ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .run();
    }

    /** Returns what makes a call. */
    Function<Quota, Mono<String>> calls(ConfigurableApplicationContext context) {
        return context.getBean(MonoApi.class)::call;
    }

    @Import(MonoApi.class)
    static class Plain {}

    static class NoOp {

        @Bean
        MonoApi client() {
            ProxyFactory factory = new ProxyFactory(new MonoApi());
            factory.setProxyTargetClass(true);
            factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
            return (MonoApi) factory.getProxy();
        }
    }

    @Import(MonoApi.class)
    @ImportAutoConfiguration({AopAutoConfiguration.class, RetryAutoConfiguration.class})
    static class Recourse {}

    @Import(MonoApi.class)
    @ImportAutoConfiguration(AopAutoConfiguration.class)
    @EnableResilientMethods
    static class Spring {}
}
