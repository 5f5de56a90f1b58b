package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;

class AmqpWaitingMessageTests {

    private final MessageProperties received = new MessageProperties();

    private final CarriedCall call = new CarriedCall("Shop.submit", 2, "\"key\"");

    @Test
    void copyKeepsWhatTheMessageHadAndCarriesTheCall() {
        received.setHeader("tenant", "acme");
        received.setHeader("recourse.attempt", "1");
        received.setContentType("application/json");
        received.setCorrelationId("4711");
        received.setReplyTo("answers");
        received.setMessageId("1");
        received.setPriority(3);
        received.setReceivedExchange("shop");
        received.setReceivedRoutingKey("order.created");
        BasicProperties next = AmqpWaitingMessage.next(received, call, Duration.ofSeconds(-1));
        assertThat(next.getHeaders())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "tenant",
                        "acme",
                        "recourse.label",
                        "Shop.submit",
                        "recourse.attempt",
                        "2",
                        "recourse.idempotency-key",
                        "\"key\"",
                        "recourse.exchange",
                        "shop",
                        "recourse.routing-key",
                        "order.created"));
        assertThat(next.getContentType()).isEqualTo("application/json");
        assertThat(next.getCorrelationId()).isEqualTo("4711");
        assertThat(next.getReplyTo()).isEqualTo("answers");
        assertThat(next.getMessageId()).isEqualTo("1");
        assertThat(next.getPriority()).isEqualTo(3);
        assertThat(next.getDeliveryMode()).isEqualTo(2);
    }

    @Test
    void copyOfAMessageThatMayBeLostMayBeLost() {
        received.setReceivedDeliveryMode(MessageDeliveryMode.NON_PERSISTENT);
        assertThat(AmqpWaitingMessage.next(received, call, Duration.ZERO).getDeliveryMode())
                .isEqualTo(1);
    }

    @Test
    void copyDoesNotExpireBeforeTheTimeNorGoToTheOtherReceivers() {
        received.setExpiration("10");
        received.setHeader("CC", List.of("others"));
        BasicProperties next = AmqpWaitingMessage.next(received, call, Duration.ZERO);
        assertThat(next.getExpiration()).isNull();
        assertThat(next.getHeaders()).doesNotContainKey("CC");
    }

    @Test
    void restOfALongDelayIsCarried() {
        Duration rest = Duration.ofHours(24).plusMillis(1);
        received.getHeaders()
                .putAll(AmqpWaitingMessage.next(received, call, rest).getHeaders());
        assertThat(AmqpWaitingMessage.rest(received)).isBetween(rest, rest.plusSeconds(1));
        assertThat(AmqpWaitingMessage.next(received, call, Duration.ZERO).getHeaders())
                .doesNotContainKey("recourse.rest");
    }

    @Test
    void restThatIsLongerThanAnybodyWaitsIsCarriedAsALongOne() {
        Duration rest = Duration.between(Instant.EPOCH, Instant.MAX);
        received.getHeaders()
                .putAll(AmqpWaitingMessage.next(received, call, rest).getHeaders());
        assertThat(AmqpWaitingMessage.rest(received)).isGreaterThan(Duration.ofDays(1_000_000));
    }

    @Test
    void addressIsTheFirstOne() {
        received.setReceivedExchange("");
        received.setReceivedRoutingKey("orders");
        AmqpWaitingMessage.restoreAddress(received);
        assertThat(received.getReceivedRoutingKey()).isEqualTo("orders");
        received.setHeader("recourse.exchange", "shop");
        received.setHeader("recourse.routing-key", "order.created");
        AmqpWaitingMessage.restoreAddress(received);
        assertThat(received.getReceivedExchange()).isEqualTo("shop");
        assertThat(received.getReceivedRoutingKey()).isEqualTo("order.created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "-1", "many", "", "1e3"})
    void attemptThatSomebodyElseWroteIsNone(String attempt) {
        received.setHeader("recourse.label", "Shop.submit");
        received.setHeader("recourse.attempt", attempt);
        assertThat(AmqpWaitingMessage.call(received)).isNull();
    }

    @Test
    void headersOfOtherTypesAreNone() {
        received.setHeader("recourse.label", 1);
        received.setHeader("recourse.attempt", List.of("1"));
        received.setHeader("recourse.rest", 1000L);
        received.setHeader("recourse.exchange", Map.of());
        assertThat(AmqpWaitingMessage.call(received)).isNull();
        assertThat(AmqpWaitingMessage.rest(received)).isZero();
        received.setHeader("recourse.rest", "9".repeat(40));
        assertThat(AmqpWaitingMessage.rest(received)).isZero();
        AmqpWaitingMessage.restoreAddress(received);
        assertThat(received.getReceivedExchange()).isNull();
    }
}
