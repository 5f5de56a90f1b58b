package dev.recourse.retry.autoconfigure;

import dev.recourse.retry.client.CooldownStore;
import dev.recourse.retry.cluster.ClusterCooldowns;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.time.RetryEnvironment;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Shares cooldowns through Redis, where Spring Data Redis is there and {@code cooldown: redis} wants it. */
@AutoConfiguration(
        afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
        before = RetryAutoConfiguration.class)
@ConditionalOnClass(RedisConnectionFactory.class)
@Conditional(OnRetryEnabled.class)
public final class RetryRedisAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(value = CooldownStore.class, search = SearchStrategy.CURRENT)
    @ConditionalOnSingleCandidate(RedisConnectionFactory.class)
    ClusterCooldowns clusterCooldowns(
            ObjectProvider<RedisConnectionFactory> factory,
            ObjectProvider<ClientSettings> clients,
            RetryProperties properties,
            RetryEnvironment environment) {
        RetryProperties.CooldownStore keys = properties.cooldownStore();
        return new ClusterCooldowns(
                factory::getObject,
                () -> SharedCooldownCheck.areWanted(clients.getObject()),
                keys.keyPrefix(),
                keys.syncInterval(),
                environment);
    }
}
