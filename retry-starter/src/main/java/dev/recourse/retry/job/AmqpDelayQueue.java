package dev.recourse.retry.job;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * A queue in which each message waits equally long, and then returns to the queue that it came from.
 *
 * <p>The time is rounded up to two digits of seconds (1 to 99, 100, 110 to 990, 1000 and so on), so that there are few such
 * queues; it is a day at most. The broker deletes one that was not used for an hour longer than that.
 *
 * @param origin name of the queue to which messages return
 * @param delay how long they wait
 */
record AmqpDelayQueue(String origin, Duration delay) {

    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();
    private static final Duration IDLE = Duration.ofHours(1);

    /** AMQP has room for 255 bytes. */
    private static final int LONGEST_NAME = 220;

    /** Returns the queue for at least that delay, as far as a day. */
    static AmqpDelayQueue of(String origin, Duration delay) {
        long seconds = delay.compareTo(Duration.ofSeconds(1)) <= 0
                ? 1
                : delay.plusNanos(999_999_999).toSeconds();
        return new AmqpDelayQueue(origin, Duration.ofSeconds(roundUp(Math.min(seconds, LONGEST_SECONDS))));
    }

    private static long roundUp(long seconds) {
        long step = 1;
        while (seconds > 99 * step) {
            step *= 10;
        }
        return (seconds + step - 1) / step * step;
    }

    String name() {
        return prefix() + ".recourse-retry." + delay.toSeconds() + "s";
    }

    /** The broker keeps names that begin with "amq." to itself. */
    private String prefix() {
        byte[] bytes = origin.getBytes(StandardCharsets.UTF_8);
        return bytes.length > LONGEST_NAME || origin.startsWith("amq.")
                ? UUID.nameUUIDFromBytes(bytes).toString()
                : origin;
    }

    /** Declares it, which also begins anew the time after which it would be deleted. */
    void declare(Channel channel) throws IOException {
        Map<String, Object> arguments = Map.of(
                "x-message-ttl",
                delay.toMillis(),
                "x-expires",
                delay.plus(IDLE).toMillis(),
                "x-dead-letter-exchange",
                "",
                "x-dead-letter-routing-key",
                origin);
        channel.queueDeclare(name(), true, false, false, arguments);
    }
}
