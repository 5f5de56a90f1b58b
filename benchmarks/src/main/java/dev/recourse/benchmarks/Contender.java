package dev.recourse.benchmarks;

import dev.recourse.retry.autoconfigure.RetryActuatorAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryRedisAutoConfiguration;
import dev.recourse.retry.observe.RetryMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.retry.annotation.EnableRetry;
import org.springframework.retry.backoff.NoBackOffPolicy;
import org.springframework.retry.interceptor.RetryInterceptorBuilder;
import redis.embedded.RedisServer;

/** A way to call the API, set up as an application would. */
public enum Contender {
    PLAIN("no proxy", Plain.class, true),
    NO_OP("no-op proxy", NoOp.class, false),
    RECOURSE("@RetryOnStatus", Recourse.class, true),
    RECOURSE_METERS("@RetryOnStatus with meters", RecourseMeters.class, true),
    RECOURSE_REDIS("@RetryOnStatus with Redis", RecourseRedis.class, true, "--recourse.retry.cooldown=redis"),
    SPRING_RETRY("spring-retry", SpringRetry.class, true),
    SPRING("Spring 7", Spring.class, true),
    RESILIENCE4J("Resilience4j", Resilience4j.class, true),
    NO_OP_SERVICE("no-op proxy of a service", NoOpService.class, false),
    RECOURSE_SERVICE("@RetryOnStatus on a service", RecourseService.class, false);

    private final String label;
    private final Class<?> configuration;
    private final boolean annotated;
    private final String argument;

    Contender(String label, Class<?> configuration, boolean annotated) {
        this(label, configuration, annotated, "");
    }

    /**
     * Creates the way.
     *
     * @param annotated whether the client is one with annotations, rather than from the configuration
     * @param argument of the application: a key of its configuration
     */
    Contender(String label, Class<?> configuration, boolean annotated, String argument) {
        this.label = label;
        this.configuration = configuration;
        this.annotated = annotated;
        this.argument = argument;
    }

    /** Returns the no-op proxy that this one is measured by. */
    Contender baseline() {
        return this == RECOURSE_SERVICE || this == NO_OP_SERVICE ? NO_OP_SERVICE : NO_OP;
    }

    /**
     * Starts a context with a bean of type {@link Api}.
     *
     * @param client the annotated one
     */
    ConfigurableApplicationContext start(Class<? extends Api> client) {
        return new SpringApplicationBuilder(configuration)
                .sources(annotated ? new Class<?>[] {client} : new Class<?>[0])
                .web(WebApplicationType.NONE)
                .run(argument);
    }

    String label() {
        return label;
    }

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

    @ImportAutoConfiguration({AopAutoConfiguration.class, RetryAutoConfiguration.class})
    static class Recourse {}

    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        RetryAutoConfiguration.class,
        RetryActuatorAutoConfiguration.class
    })
    static class RecourseMeters {

        @Bean
        MeterRegistry registry(RetryMetrics meters) {
            MeterRegistry registry = new SimpleMeterRegistry();
            meters.bindTo(registry);
            return registry;
        }
    }

    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        RetryAutoConfiguration.class,
        RetryRedisAutoConfiguration.class
    })
    static class RecourseRedis {

        @Bean(destroyMethod = "stop")
        RedisServer redis() throws IOException {
            RedisServer server = RedisServer.newRedisServer()
                    .port(freePort())
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .build();
            server.start();
            return server;
        }

        @Bean
        RedisConnectionFactory connections(RedisServer redis) {
            return new LettuceConnectionFactory("127.0.0.1", redis.ports().get(0));
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }

    @ImportAutoConfiguration(AopAutoConfiguration.class)
    @EnableRetry
    static class SpringRetry {

        /** With an annotation alone, spring-retry waits for no less than a millisecond. */
        @Bean
        MethodInterceptor impatient() {
            return RetryInterceptorBuilder.stateless()
                    .maxAttempts(4)
                    .backOffPolicy(new NoBackOffPolicy())
                    .build();
        }
    }

    @ImportAutoConfiguration(AopAutoConfiguration.class)
    @EnableResilientMethods
    static class Spring {}

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
