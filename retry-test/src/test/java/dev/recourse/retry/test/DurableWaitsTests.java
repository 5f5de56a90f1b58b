package dev.recourse.retry.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withServerError;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withTooManyRequests;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;

/** How a user tests durable calls: without a database, and in no time. */
@RestClientTest(properties = "recourse.retry.clients.shop.max-retries=2")
@Import(DurableWaitsTests.Shop.class)
@AutoConfigureRetryWaits
class DurableWaitsTests {

    @Autowired
    private Shop shop;

    @Autowired
    private MockRestServiceServer server;

    @Autowired
    private RetryWaits waits;

    @RepeatedTest(2)
    void callWhenTheServerIsBusyIsStoredAndMadeWhenItsTimeHasCome() {
        server.expect(requestTo("/orders/1")).andRespond(withTooManyRequests(3600));
        server.expect(requestTo("/orders/1")).andRespond(withSuccess());

        shop.submit(new Order(1));

        assertThat(waits.stored()).singleElement().satisfies(call -> {
            assertThat(call.notBefore()).isEqualTo(waits.now().plusSeconds(3600));
            assertThat(call.attempt()).isEqualTo(1);
            assertThat(call.failure()).isEqualTo("status 429");
        });
        waits.pass(Duration.ofMinutes(59));
        assertThat(waits.stored()).hasSize(1);
        waits.pass(Duration.ofMinutes(1));
        assertThat(waits.stored()).isEmpty();
        server.verify();
    }

    @Test
    void callWhenTheProcessDiesBeforeItIsNotedIsMadeAgain() {
        server.expect(requestTo("/orders/1")).andRespond(withTooManyRequests(3600));
        server.expect(requestTo("/orders/1")).andRespond(withSuccess());
        server.expect(requestTo("/orders/1")).andRespond(withSuccess());

        shop.submit(new Order(1));
        waits.pass(Duration.ofHours(1));
        assertThat(waits.stored()).isEmpty();
        waits.crash();
        assertThat(waits.stored()).hasSize(1);
        waits.pass(Duration.ZERO);

        assertThat(waits.stored()).isEmpty();
        server.verify();
    }

    @Test
    void callWhenItsRetriesAreUsedUpIsParked() {
        for (int i = 0; i < 3; i++) {
            server.expect(requestTo("/orders/1")).andRespond(withTooManyRequests(3600));
        }

        shop.submit(new Order(1));
        waits.pass(Duration.ofDays(1));

        assertThat(waits.stored()).singleElement().satisfies(call -> {
            assertThat(call.state()).isEqualTo("parked");
            assertThat(call.reason()).isEqualTo("exhausted");
            assertThat(call.attempt()).isEqualTo(3);
        });
        server.verify();
    }

    @Test
    void outboxIsSentWhereTimePasses() {
        server.expect(requestTo("/orders/2")).andRespond(withServerError());

        shop.outbox(new Order(2));
        assertThat(waits.stored()).hasSize(1);
        waits.pass(Duration.ZERO);

        assertThat(waits.stored())
                .singleElement()
                .satisfies(call -> assertThat(call.reason()).isEqualTo("not-retryable"));
    }

    @Test
    void callWhenAnArgumentDoesNotComeBackFromJsonIsNotStoredAndSaysSo() {
        server.expect(requestTo("/orders")).andRespond(withTooManyRequests(3600));

        Forgetful order = new Forgetful();
        order.setText("another text");
        RetryLaterException later =
                catchThrowableOfType(RetryLaterException.class, () -> shop.submit(Map.of("order", order)));

        assertThat(later.getSuppressed()[0]).hasMessageContaining("Argument 1 of Shop.submit");
        assertThat(waits.stored()).isEmpty();
    }

    record Order(int number) {}

    static final class Forgetful {

        private String text = "one text";

        public String getShown() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    static class Shop {

        private final RestClient client;

        Shop(RestClient.Builder client) {
            this.client = client.build();
        }

        @RetryOnStatus(value = "shop", durable = "true")
        public void submit(Order order) {
            client.put().uri("/orders/" + order.number()).retrieve().toBodilessEntity();
        }

        @RetryOnStatus(value = "shop", durable = "true")
        public void submit(Map<String, Forgetful> orders) {
            client.put().uri("/orders").retrieve().toBodilessEntity();
        }

        @RetryOnStatus(value = "shop", durable = "outbox")
        public void outbox(Order order) {
            client.put().uri("/orders/" + order.number()).retrieve().toBodilessEntity();
        }
    }
}
