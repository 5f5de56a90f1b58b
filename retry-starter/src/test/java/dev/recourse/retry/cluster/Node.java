package dev.recourse.retry.cluster;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.autoconfigure.RetryRedisAutoConfiguration;
import dev.recourse.retry.client.RetryClientRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

/** One node of an application: a context with a Redis client of its own. Its calls wait for nothing. */
final class Node implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Node(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Node start(int port, String... properties) {
        return start(port, application -> {}, properties);
    }

    static Node start(int port, Consumer<SpringApplicationBuilder> customizer, String... properties) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "spring.data.redis.host",
                "localhost",
                "spring.data.redis.port",
                port,
                "recourse.retry.cooldown",
                "redis",
                "recourse.retry.max-wait",
                "0s",
                "recourse.retry.delays[" + Asking.class.getName() + "]",
                "retryAfter",
                "recourse.retry.clients.github.max-retries",
                3,
                "recourse.retry.clients.gitlab.max-retries",
                3));
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        SpringApplicationBuilder application = new SpringApplicationBuilder(Configuration.class)
                .web(WebApplicationType.NONE)
                .properties(all);
        customizer.accept(application);
        return new Node(application.run());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Is told by the server of a client to call again after a delay. */
    void told(String client, Duration delay) {
        told(strategy(client), delay);
    }

    static void told(RetryStrategy strategy, Duration delay) {
        try {
            strategy.run(() -> {
                throw new Asking(delay);
            });
        } catch (Asking | RetryLaterException expected) {
            // The delay is longer than max-wait.
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    /** Makes a call; returns what keeps it back, or null if it was made. */
    @Nullable
    RetryLaterException keptBack(String client) {
        return keptBack(strategy(client));
    }

    static @Nullable RetryLaterException keptBack(RetryStrategy strategy) {
        try {
            strategy.run(() -> {});
            return null;
        } catch (RetryLaterException ex) {
            return ex;
        } catch (Exception ex) {
            throw new IllegalStateException(ex);
        }
    }

    RetryStrategy strategy(String client) {
        return bean(RetryStrategies.class).named(client);
    }

    boolean lift(String client) {
        return bean(RetryClientRegistry.class).lift(client);
    }

    ClusterCooldowns store() {
        return bean(ClusterCooldowns.class);
    }

    List<RetryEvent> events() {
        return bean(Events.class).events;
    }

    @Override
    public void close() {
        context.close();
    }

    static final class Asking extends RuntimeException {

        final Duration retryAfter;

        Asking(Duration retryAfter) {
            this.retryAfter = retryAfter;
        }
    }

    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        DataRedisAutoConfiguration.class,
        RetryAutoConfiguration.class,
        RetryRedisAutoConfiguration.class
    })
    @Import({Orders.class, Events.class})
    static class Configuration {}

    static class Orders {

        @RetryOnStatus
        public void call(@Nullable Duration delay) {
            if (delay != null) {
                throw new Asking(delay);
            }
        }
    }

    static class Events {

        final List<RetryEvent> events = Collections.synchronizedList(new ArrayList<>());

        @EventListener
        void on(RetryEvent event) {
            events.add(event);
        }
    }
}
