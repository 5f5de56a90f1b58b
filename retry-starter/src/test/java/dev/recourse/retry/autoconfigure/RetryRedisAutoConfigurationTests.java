package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.cluster.ClusterCooldowns;
import dev.recourse.retry.settings.InvalidSettingException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class RetryRedisAutoConfigurationTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataRedisAutoConfiguration.class, RetryAutoConfiguration.class, RetryRedisAutoConfiguration.class));

    private final ApplicationContextRunner shared = runner.withPropertyValues("recourse.retry.cooldown=redis");

    @Test
    void storeWhenNobodyWantsItIsIdle() {
        runner.run(context ->
                assertThat(context.getBean(ClusterCooldowns.class).isRunning()).isFalse());
    }

    @Test
    void storeWhenSpringDataRedisIsAbsentIsRefused() {
        shared.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(InvalidSettingException.class)
                        .hasMessageContaining("recourse.retry.cooldown (redis)")
                        .hasMessageContaining("spring-boot-starter-data-redis"));
    }

    @Test
    void storeWhenSpringDataRedisIsAbsentAndNobodyWantsItIsNotMissed() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CooldownStore.class));
    }

    @Test
    void storeWhenOneClientWantsItAndThereIsNoConnectionFactoryIsRefused() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(RetryAutoConfiguration.class, RetryRedisAutoConfiguration.class))
                .withPropertyValues("recourse.retry.clients.github.cooldown=redis")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("recourse.retry.clients.github.cooldown (redis)"));
    }

    @Test
    void storeWhenThereAreSeveralConnectionFactoriesIsRefused() {
        shared.withBean("one", LettuceConnectionFactory.class, LettuceConnectionFactory::new)
                .withBean("two", LettuceConnectionFactory.class, LettuceConnectionFactory::new)
                .run(context -> assertThat(context.getStartupFailure()).hasMessageContaining("none is primary"));
    }

    @Test
    void meterTellsWhetherTheStoreIsReachable() {
        ApplicationContextRunner metered = runner.withConfiguration(
                        AutoConfigurations.of(MetricsAutoConfiguration.class, RetryActuatorAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class);
        metered.withPropertyValues("recourse.retry.cooldown=redis", "spring.data.redis.port=1")
                .run(context -> await().until(() -> context.getBean(SimpleMeterRegistry.class)
                                .get("recourse.retry.cooldown.store.reachable")
                                .gauge()
                                .value()
                        == 0));
        metered.run(context -> assertThat(context.getBean(SimpleMeterRegistry.class)
                        .find("recourse.retry.cooldown.store.reachable")
                        .gauge())
                .isNull());
    }
}
