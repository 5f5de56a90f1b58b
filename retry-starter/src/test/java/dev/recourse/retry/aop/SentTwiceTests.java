package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.answerThenReset;
import static dev.recourse.retry.RawServer.answerThenStall;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

/** How many requests a server gets from a method of a bean that says nothing of what it sends. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class SentTwiceTests {

    private static final Script DONE = answer(response(200, "done"));

    private static final Script NO_ANSWER = answerThenStall("");

    private final VirtualTime time = new VirtualTime();

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withUserConfiguration(Orders.class)
            .withBean("time", VirtualTime.class, () -> time)
            .withPropertyValues(
                    "recourse.retry.jitter-factor=0",
                    "recourse.retry.delays.5xx=1s",
                    "recourse.retry.delays.503=server, 1s",
                    "recourse.retry.delays.connection=1s");

    @ParameterizedTest
    @EnumSource
    void postWhenNoAnswerComesIsSentOnce(SendingClient client) {
        assertRequests(client, POST, 1, NO_ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void getWhenNoAnswerComesIsSentAgain(SendingClient client) {
        assertRequests(client, GET, 2, NO_ANSWER, DONE);
    }

    @ParameterizedTest
    @EnumSource
    void postWhenServerFailsIsSentOnce(SendingClient client) {
        assertRequests(client, POST, 1, answer(response(500, "")));
        assertRequests(client, POST, 1, answer(response(503, "")));
    }

    @ParameterizedTest
    @EnumSource
    void getWhenServerFailsIsSentAgain(SendingClient client) {
        assertRequests(client, GET, 2, answer(response(500, "")), DONE);
    }

    @ParameterizedTest
    @EnumSource
    void postWhenConnectionIsLostIsSentOnce(SendingClient client) {
        assertRequests(client, POST, 1, answerThenReset(""));
    }

    @ParameterizedTest
    @EnumSource
    void postWhenTurnedAwayIsSentAgain(SendingClient client) {
        assertRequests(client, POST, 2, answer(response(429, "", "Retry-After: 1")), DONE);
        assertRequests(client, POST, 2, answer(response(503, "", "Retry-After: 1")), DONE);
    }

    @ParameterizedTest
    @EnumSource
    void getWhenThreadHasSentAPostBeforeTheCallIsSentAgain(SendingClient client) {
        serve(client, new Script[] {DONE, answer(response(500, "")), DONE}, (context, server) -> {
            client.send(context, POST, server.url("/"));
            context.getBean(Orders.class).call(() -> client.send(context, GET, server.url("/")));
            assertReceived(server, 3);
        });
    }

    @ParameterizedTest
    @EnumSource
    void attemptWhenItHasSentAPostBeforeWhatFailsIsMadeOnce(SendingClient client) {
        for (String failure : new String[] {response(500, ""), response(429, "", "Retry-After: 1")}) {
            serve(client, new Script[] {DONE, answer(failure), DONE}, (context, server) -> {
                assertThatThrownBy(() -> context.getBean(Orders.class).call(() -> {
                            client.send(context, POST, server.url("/"));
                            return client.send(context, GET, server.url("/"));
                        }))
                        .isInstanceOf(RuntimeException.class);
                assertReceived(server, 2);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void attemptWhenItHasSentAGetBeforeThePostThatFailsIsMadeAgainOnlyIfThatWasTurnedAway(SendingClient client) {
        serve(client, new Script[] {DONE, answer(response(500, "")), DONE}, (context, server) -> {
            assertThatThrownBy(() -> getThenPost(client, context, server.url("/")))
                    .isInstanceOf(RuntimeException.class);
            assertReceived(server, 2);
        });
        serve(client, new Script[] {DONE, answer(response(429, "", "Retry-After: 1")), DONE}, (context, server) -> {
            getThenPost(client, context, server.url("/"));
            assertReceived(server, 4);
        });
    }

    private static String getThenPost(SendingClient client, ApplicationContext context, String url) {
        return context.getBean(Orders.class).call(() -> {
            client.send(context, GET, url);
            return client.send(context, POST, url);
        });
    }

    @ParameterizedTest
    @EnumSource
    void postWhenAStrategySendsItIsSentOnce(SendingClient client) {
        serve(client, new Script[] {NO_ANSWER}, (context, server) -> {
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            assertThatThrownBy(
                            () -> strategies.build(rules -> {}).call(() -> client.send(context, POST, server.url("/"))))
                    .isInstanceOf(RuntimeException.class);
            assertReceived(server, 1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void postWhenSomebodySaysThatItIsIdempotentIsSentAgain(SendingClient client) {
        runner = runner.withPropertyValues("recourse.retry.idempotent=true");
        assertRequests(client, POST, 2, NO_ANSWER, DONE);
    }

    @ParameterizedTest
    @EnumSource
    void getWhenSomebodySaysThatItIsNotIdempotentIsSentOnce(SendingClient client) {
        runner = runner.withPropertyValues("recourse.retry.idempotent=false");
        assertRequests(client, GET, 1, NO_ANSWER);
    }

    @ParameterizedTest
    @EnumSource
    void postWhenItWouldBeHandedOffIsNot(SendingClient client) {
        runner = runner.withPropertyValues("recourse.retry.hand-off=always");
        serve(client, new Script[] {NO_ANSWER}, (context, server) -> {
            assertThatThrownBy(
                            () -> context.getBean(Orders.class).call(() -> client.send(context, POST, server.url("/"))))
                    .isNotInstanceOf(RetryLaterException.class);
            assertReceived(server, 1);
        });
    }

    @Test
    void clientWhenNothingTellsWhatItSendsIsSaidOnceAndTakenForIdempotent(CapturedOutput output) {
        RestClient byHand = RestClient.create();
        serve(
                SendingClient.REST_CLIENT_ON_JDK,
                new Script[] {answer(response(500, "")), answer(response(500, "")), DONE},
                (context, server) -> {
                    context.getBean(Orders.class)
                            .call(() -> byHand.post()
                                    .uri(server.url("/"))
                                    .retrieve()
                                    .body(String.class));
                    assertReceived(server, 3);
                });
        assertThat(output.getAll().lines().filter(line -> line.contains("takes such calls for idempotent")))
                .singleElement()
                .asString()
                .contains("INFO")
                .contains("Orders.call")
                .contains("Client default");
    }

    private void assertRequests(SendingClient client, HttpMethod method, int expected, Script... scripts) {
        serve(client, scripts, (context, server) -> {
            Callable<String> call =
                    () -> context.getBean(Orders.class).call(() -> client.send(context, method, server.url("/")));
            if (expected == 1) {
                assertThatThrownBy(call::call).isInstanceOf(RuntimeException.class);
            } else {
                assertThat(call.call()).isEqualTo("done");
            }
            assertReceived(server, expected);
        });
    }

    private void serve(SendingClient client, Script[] scripts, Exchange test) {
        try (RawServer server = RawServer.start(scripts)) {
            // Whatever the load of the machine is, only a server that never answers makes the client give up.
            Duration patience = List.of(scripts).contains(NO_ANSWER) ? Duration.ofSeconds(1) : Duration.ofSeconds(30);
            client.on(runner, patience).run(context -> test.accept(context, server));
        }
    }

    /** A server that is slow to read may do so only after the client has given up. */
    private static void assertReceived(RawServer server, int number) {
        await().pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(server.requests()).hasSize(number));
    }

    @FunctionalInterface
    private interface Exchange {

        void accept(ApplicationContext context, RawServer server) throws Exception;
    }

    static class Orders {

        @RetryOnStatus
        public String call(Callable<String> requests) {
            try {
                return requests.call();
            } catch (RuntimeException ex) {
                throw ex;
            } catch (Exception ex) {
                throw new IllegalStateException(ex);
            }
        }
    }
}
