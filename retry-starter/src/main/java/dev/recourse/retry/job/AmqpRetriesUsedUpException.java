package dev.recourse.retry.job;

import org.springframework.amqp.AmqpRejectAndDontRequeueException;

/** Lets RabbitMQ reject a message whose retries are used up, to the dead letters of its queue, rather than deliver it again. */
@SuppressWarnings("serial")
public final class AmqpRetriesUsedUpException extends AmqpRejectAndDontRequeueException {

    AmqpRetriesUsedUpException(Throwable failure) {
        super("The retries of the message are used up", true, failure);
    }
}
