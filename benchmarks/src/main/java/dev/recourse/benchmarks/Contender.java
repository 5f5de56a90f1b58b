package dev.recourse.benchmarks;

import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
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
import org.springframework.retry.annotation.EnableRetry;

/** A way to call the API, set up as an application would. */
public enum Contender {
    PLAIN("no proxy", Plain.class),
    NO_OP("no-op proxy", NoOp.class),
    RECOURSE("@RetryOnStatus", Recourse.class),
    SPRING_RETRY("spring-retry", SpringRetry.class),
    SPRING("Spring 7", Spring.class),
    RESILIENCE4J("Resilience4j", Resilience4j.class),
    NO_OP_SERVICE("no-op proxy of a service", NoOpService.class),
    RECOURSE_SERVICE("@RetryOnStatus on a service", RecourseService.class);

    private final String label;
    private final Class<?> configuration;

    Contender(String label, Class<?> configuration) {
        this.label = label;
        this.configuration = configuration;
    }

    /** Returns the no-op proxy that this one is measured by. */
    Contender baseline() {
        return this == RECOURSE_SERVICE || this == NO_OP_SERVICE ? NO_OP_SERVICE : NO_OP;
    }

    /** Starts a context with a bean of type {@link Api}. */
    ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .run();
    }

    String label() {
        return label;
    }

    @Import(ApiClient.class)
    static class Plain {}

    static class NoOp {

        @Bean
        ApiClient client() {
            ProxyFactory factory = new ProxyFactory(new ApiClient());
            factory.setProxyTargetClass(true);
            factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
            return (ApiClient) factory.getProxy();
        }
    }

    @Import(ApiClient.class)
    @ImportAutoConfiguration({AopAutoConfiguration.class, RetryAutoConfiguration.class})
    static class Recourse {}

    @Import(ApiClient.class)
    @ImportAutoConfiguration(AopAutoConfiguration.class)
    @EnableRetry
    static class SpringRetry {}

    @Import(ApiClient.class)
    @ImportAutoConfiguration(AopAutoConfiguration.class)
    @EnableResilientMethods
    static class Spring {}

    @Import(ApiClient.class)
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration.class
    })
    static class Resilience4j {}

    static class NoOpService {

        @Bean
        ApiService service() {
            ProxyFactory factory = service(new ApiClient());
            factory.addAdvice(0, (MethodInterceptor) MethodInvocation::proceed);
            return (ApiService) factory.getProxy();
        }

        private static ProxyFactory service(Api api) {
            MethodInterceptor exchange =
                    invocation -> api.call((Quota) invocation.getArguments()[0]);
            return new ProxyFactory(ApiService.class, exchange);
        }
    }

    @ImportAutoConfiguration({AopAutoConfiguration.class, RetryAutoConfiguration.class})
    static class RecourseService {

        @Bean
        ApiService service() {
            return (ApiService) NoOpService.service(new ApiClient()).getProxy();
        }
    }
}
