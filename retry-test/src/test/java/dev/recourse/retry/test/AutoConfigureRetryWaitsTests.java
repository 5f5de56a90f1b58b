package dev.recourse.retry.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withTooManyRequests;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;
import reactor.core.publisher.Mono;

class AutoConfigureRetryWaitsTests {

    @Nested
    @RestClientTest
    @Import(Shop.class)
    @AutoConfigureRetryWaits
    class Slice {

        @Autowired
        private Shop shop;

        @Autowired
        private MockRestServiceServer server;

        @Autowired
        private RetryWaits waits;

        @RepeatedTest(2)
        void delaysAreThoseOfThisTestMethod() {
            server.expect(requestTo("/orders")).andRespond(withTooManyRequests(5));
            server.expect(requestTo("/orders")).andRespond(withSuccess());

            shop.order();

            assertThat(waits.delays()).containsExactly(Duration.ofSeconds(5));
        }

        @RepeatedTest(2)
        void cooldownEndsWithTheTestMethod() {
            server.expect(requestTo("/invoices")).andRespond(withTooManyRequests(3600));

            assertThatExceptionOfType(RetryLaterException.class)
                    .isThrownBy(shop::invoice)
                    .satisfies(handedOff -> assertThat(handedOff.notBefore())
                            .isEqualTo(waits.now().plusSeconds(3600)));

            server.verify();
            assertThat(waits.delays()).isEmpty();
        }

        @Test
        void cooldownEndsInTheTimeThatPasses() {
            server.expect(requestTo("/invoices")).andRespond(withTooManyRequests(3600));
            server.expect(requestTo("/orders")).andRespond(withSuccess());
            assertThatExceptionOfType(RetryLaterException.class).isThrownBy(shop::invoice);

            waits.pass(Duration.ofMinutes(59));
            shop.order();

            server.verify();
            assertThat(waits.delays()).containsExactly(Duration.ofMinutes(1));
        }
    }

    @Nested
    @SpringBootTest(classes = {Application.class, Flaky.class})
    @AutoConfigureRetryWaits
    class WholeApplication {

        @Autowired
        private Flaky flaky;

        @Autowired
        private RetryWaits waits;

        @RepeatedTest(2)
        void delaysAreThoseOfThisTestMethod() {
            flaky.call();

            assertThat(waits.delays()).containsExactly(Duration.ofMinutes(1));
        }

        @Test
        void delaysOfAMonoAreExact() {
            flaky.mono().block(Duration.ofSeconds(5));

            assertThat(waits.delays()).containsExactly(Duration.ofMinutes(2));
        }

        @Test
        void delaysOfAFutureAreExact() {
            assertThat(flaky.future()).succeedsWithin(Duration.ofSeconds(5));

            assertThat(waits.delays()).containsExactly(Duration.ofMinutes(3), Duration.ofMinutes(3));
        }
    }

    @Test
    void delaysWhenTheContextIsMadeByARunnerAreThere() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(RetryAutoConfiguration.class, RetryWaitsAutoConfiguration.class))
                .withUserConfiguration(Flaky.class)
                .run(context -> {
                    context.getBean(Flaky.class).call();

                    assertThat(context.getBean(RetryWaits.class).delays()).containsExactly(Duration.ofMinutes(1));
                });
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    static class Shop {

        private final RestClient client;

        Shop(RestClient.Builder builder) {
            this.client = builder.build();
        }

        @RetryOnStatus
        void order() {
            client.get().uri("/orders").retrieve().toBodilessEntity();
        }

        @RetryOnStatus(handOff = "beyond-max-wait")
        void invoice() {
            client.get().uri("/invoices").retrieve().toBodilessEntity();
        }
    }

    static class Flaky {

        private boolean failed;

        private int futures;

        @RetryOnStatus(delays = "java.lang.IllegalStateException: 1m")
        void call() {
            failed = !failed;
            if (failed) {
                throw new IllegalStateException();
            }
        }

        @RetryOnStatus(delays = "java.lang.IllegalStateException: 2m")
        Mono<String> mono() {
            failed = !failed;
            return failed ? Mono.error(new IllegalStateException()) : Mono.just("done");
        }

        @RetryOnStatus(delays = "java.lang.IllegalStateException: 3m", maxWait = "1h")
        CompletableFuture<String> future() {
            return futures++ < 2
                    ? CompletableFuture.failedFuture(new IllegalStateException())
                    : CompletableFuture.completedFuture("done");
        }
    }
}
