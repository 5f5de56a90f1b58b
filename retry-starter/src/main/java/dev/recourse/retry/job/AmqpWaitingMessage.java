package dev.recourse.retry.job;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/** What a message carries in its headers from one delivery to the next. */
final class AmqpWaitingMessage {

    /** Seconds that are left when the message has waited in one queue: for delays of more than a day. */
    private static final String REST = "recourse.rest";

    private static final long LONGEST_REST = 99_999_999_999L;

    private static final String EXCHANGE = "recourse.exchange";
    private static final String ROUTING_KEY = "recourse.routing-key";

    private AmqpWaitingMessage() {}

    /** Returns the call that the message continues, or null. */
    static @Nullable CarriedCall call(MessageProperties received) {
        return CarriedCall.in(name -> text(received, name));
    }

    /** Returns the time that the message has still to wait. */
    static Duration rest(MessageProperties received) {
        String rest = text(received, REST);
        return rest != null && rest.matches("\\d{1,11}") ? Duration.ofSeconds(Long.parseLong(rest)) : Duration.ZERO;
    }

    /** Lets the listener see to where the message was sent first, rather than by what way it has come back. */
    static void restoreAddress(MessageProperties received) {
        String exchange = text(received, EXCHANGE);
        String routingKey = text(received, ROUTING_KEY);
        if (exchange != null && routingKey != null) {
            received.setReceivedExchange(exchange);
            received.setReceivedRoutingKey(routingKey);
        }
    }

    /**
     * Returns the properties of the copy that waits.
     *
     * @param received those of the message, with its address restored
     * @param rest how long it will have to wait in another queue afterwards
     */
    static BasicProperties next(MessageProperties received, @Nullable CarriedCall call, Duration rest) {
        BasicProperties same = new DefaultMessagePropertiesConverter().fromMessageProperties(received, "UTF-8");
        Map<String, Object> headers = new HashMap<>(same.getHeaders());
        headers.keySet().removeIf(CarriedCall::isName);
        headers.remove(REST);
        // To these the message was delivered already.
        headers.remove("CC");
        if (call != null) {
            headers.putAll(call.values());
        }
        if (rest.compareTo(Duration.ZERO) > 0) {
            headers.put(REST, String.valueOf(Math.min(LONGEST_REST, rest.toSeconds() + 1)));
        }
        put(headers, EXCHANGE, received.getReceivedExchange());
        put(headers, ROUTING_KEY, received.getReceivedRoutingKey());
        boolean isTransient = received.getReceivedDeliveryMode() == MessageDeliveryMode.NON_PERSISTENT;
        return same.builder()
                .headers(headers)
                .deliveryMode(isTransient ? 1 : 2)
                // It would end the wait too early.
                .expiration(null)
                .build();
    }

    private static void put(Map<String, Object> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private static @Nullable String text(MessageProperties received, String name) {
        return received.getHeaders().get(name) instanceof String text ? text : null;
    }
}
