package dev.recourse.retry.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.execution.RetriedFailures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ChannelProxy;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Gives a message to its listener again that ended with a {@link RetryLaterException}, on whatever node: not before its
 * {@code notBefore}.
 *
 * <p>Until then a copy waits in a {@link AmqpDelayQueue}. The message is acknowledged after the broker has confirmed the copy, or
 * both become valid with the transaction of the channel: it may be delivered twice, but is not lost. The clocks of the nodes
 * do not matter, since what travels is the length of the wait.
 *
 * <p>Each message is on its own: batches, and messages that are received in a transaction of a
 * {@code PlatformTransactionManager}, are left to the container.
 */
public final class AmqpRetryInterceptor implements MethodInterceptor {

    private static final Log log = LogFactory.getLog("dev.recourse.retry");

    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(10);

    private final ObjectProvider<RabbitListenerEndpointRegistry> registries;

    public AmqpRetryInterceptor(ObjectProvider<RabbitListenerEndpointRegistry> registries) {
        this.registries = registries;
    }

    /** Runs within a container, which hands over the channel of the consumer and a message or a list of them. */
    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        @Nullable Object[] arguments = invocation.getArguments();
        if (!(arguments[0] instanceof Channel channel && arguments[1] instanceof Message message)
                || TransactionSynchronizationManager.isActualTransactionActive()) {
            return invocation.proceed();
        }
        MessageProperties received = message.getMessageProperties();
        AmqpWaitingMessage.restoreAddress(received);
        CarriedCall carried = AmqpWaitingMessage.call(received);
        Duration rest = AmqpWaitingMessage.rest(received);
        if (!rest.isZero()) {
            copy(channel, message, carried, rest);
            return null;
        }
        BoundCall.bind(carried);
        try {
            return invocation.proceed();
        } catch (Exception ex) {
            RetryLaterException later = RetryLaterException.in(ex);
            if (later != null) {
                giveAgain(channel, message, later, ex);
                return null;
            }
            throw carried != null && RetriedFailures.contains(ex) ? new AmqpRetriesUsedUpException(ex) : ex;
        } finally {
            BoundCall.unbind();
        }
    }

    private void giveAgain(Channel channel, Message message, RetryLaterException later, Exception failure)
            throws Exception {
        String queue = queue(message);
        try {
            Duration delay = Duration.between(Instant.now(), later.notBefore());
            AmqpDelayQueue waits = copy(channel, message, CarriedCall.of(later), delay);
            log.info("A message of queue " + queue + " is given to its listener again at " + later.notBefore()
                    + ", it waits in queue " + waits.name() + ": " + later.getMessage());
        } catch (IOException | TimeoutException | ShutdownSignalException ex) {
            log.error(
                    "A message of queue " + queue + " cannot be kept until " + later.notBefore()
                            + ". The application's user at the broker must be allowed to configure, write and read "
                            + queue + ".recourse-retry.*, and to write the default exchange",
                    ex);
            throw failure;
        }
    }

    /** Puts a copy of the message into the queue of the delay, and acknowledges the message if its container does not. */
    private AmqpDelayQueue copy(Channel consumers, Message message, @Nullable CarriedCall call, Duration delay)
            throws IOException, TimeoutException {
        MessageProperties received = message.getMessageProperties();
        AmqpDelayQueue queue = AmqpDelayQueue.of(queue(message), delay);
        BasicProperties next = AmqpWaitingMessage.next(received, call, delay.minus(queue.delay()));
        // A channel of its own: a refusal closes it, and a consumer's may not be one that confirms.
        try (Channel channel = consumers.getConnection().openChannel().orElseThrow(TimeoutException::new)) {
            queue.declare(channel);
            if (consumers instanceof ChannelProxy proxy && proxy.isTransactional()) {
                consumers.txRollback();
                consumers.basicPublish("", queue.name(), next, message.getBody());
            } else {
                channel.confirmSelect();
                channel.basicPublish("", queue.name(), next, message.getBody());
                channel.waitForConfirmsOrDie(CONFIRM_TIMEOUT.toMillis());
            }
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the broker had not confirmed it", ex);
        }
        if (isAcknowledgedByHand(queue(message))) {
            consumers.basicAck(received.getDeliveryTag(), false);
        }
        return queue;
    }

    private static String queue(Message message) {
        return Objects.requireNonNull(message.getMessageProperties().getConsumerQueue());
    }

    /** A listener that acknowledges by itself has not come to it. */
    private boolean isAcknowledgedByHand(String queue) {
        return registries.stream()
                .flatMap(registry -> registry.getListenerContainers().stream())
                .filter(AbstractMessageListenerContainer.class::isInstance)
                .map(AbstractMessageListenerContainer.class::cast)
                .filter(container -> Arrays.asList(container.getQueueNames()).contains(queue))
                .anyMatch(container -> container.getAcknowledgeMode().isManual());
    }
}
