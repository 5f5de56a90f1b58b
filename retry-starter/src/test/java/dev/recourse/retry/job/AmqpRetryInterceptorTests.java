package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import dev.recourse.retry.RetryLaterException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What is left to the container. All else is tried on a broker, in {@link AmqpRetriesTests}. */
class AmqpRetryInterceptorTests {

    private final RetryLaterException later = new RetryLaterException(
            Duration.ofSeconds(1), Instant.now(), 1, "shop", "Shop.submit", null, new IllegalStateException());

    private final Container container = container();

    @AfterEach
    void endTransaction() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
    }

    @Test
    void batchIsLeftToTheContainer() {
        assertThatThrownBy(() -> container.invokeListener(untouched(), List.of(new Message(new byte[0]))))
                .isSameAs(later);
    }

    /** To give it again would commit what the listener did before it failed. */
    @Test
    void messageOfATransactionIsLeftToTheContainer() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThatThrownBy(() -> container.invokeListener(untouched(), new Message(new byte[0])))
                .isSameAs(later);
    }

    private Container container() {
        Container failing = (channel, data) -> {
            throw later;
        };
        ProxyFactory factory = new ProxyFactory(failing);
        factory.addAdvice(new AmqpRetryInterceptor(
                new DefaultListableBeanFactory().getBeanProvider(RabbitListenerEndpointRegistry.class)));
        return (Container) factory.getProxy();
    }

    private static Channel untouched() {
        return (Channel) Proxy.newProxyInstance(
                Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, (proxy, method, arguments) -> {
                    throw new AssertionError(method + " is called");
                });
    }

    /** As the one of Spring AMQP, which is private. */
    interface Container {

        void invokeListener(Channel channel, Object data);
    }
}
