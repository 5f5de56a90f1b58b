package dev.recourse.retry.cluster;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** Receives what other nodes publish. It tells its listener on a thread of the Redis client, which must not be held up. */
final class CooldownSubscription {

    private static final long RECOVERY_MILLIS = 1_000;

    private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

    /**
     * Creates the subscription.
     *
     * @param changes is given the text of each message
     * @param subscribed is run at each subscription, since messages before that were missed
     */
    CooldownSubscription(
            RedisConnectionFactory factory, String channel, Consumer<String> changes, Runnable subscribed) {
        SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("recourse-retry-subscription-");
        threads.setDaemon(true);
        container.setConnectionFactory(factory);
        container.setSubscriptionExecutor(threads);
        container.setTaskExecutor(Runnable::run);
        container.setRecoveryInterval(RECOVERY_MILLIS);
        container.afterPropertiesSet();
        container.addMessageListener(new Listener(changes, subscribed), new ChannelTopic(channel));
    }

    /** Subscribes if that has not succeeded yet; afterwards the client itself and the container see to it. */
    void ensure() {
        if (container.isRunning()) {
            return;
        }
        try {
            container.start();
        } catch (RuntimeException ex) {
            container.stop();
            throw ex;
        }
    }

    void close() throws Exception {
        container.destroy();
    }

    private record Listener(Consumer<String> changes, Runnable subscribed)
            implements MessageListener, SubscriptionListener {

        @Override
        public void onMessage(Message message, byte @Nullable [] pattern) {
            changes.accept(new String(message.getBody(), StandardCharsets.UTF_8));
        }

        @Override
        public void onChannelSubscribed(byte[] channel, long count) {
            subscribed.run();
        }
    }
}
