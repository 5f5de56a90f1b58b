package dev.recourse.retry.autoconfigure;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recourse.retry.FailedResponse;
import dev.recourse.retry.RawServer;
import dev.recourse.retry.ResponseExtractor;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.actuate.RetryOnStatusEndpoint;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** Named conditions, extractors and what is said once, with a real server and all of the starter. */
@ExtendWith(OutputCaptureExtension.class)
class NamedConditionsOverHttpTests {

    private static final String LIMIT = "{\"message\": \"You have exceeded a secondary rate limit\"}";

    /** HttpComponents would wait and send a request again by itself that is answered with 429. */
    private static final RestClient CLIENT = RestClient.builder()
            .requestFactory(new JdkClientHttpRequestFactory())
            .build();

    private final VirtualTime time = new VirtualTime();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withBean("time", VirtualTime.class, () -> time)
            .withConfiguration(
                    AutoConfigurations.of(RetryAutoConfiguration.class, RetryActuatorAutoConfiguration.class))
            .withPropertyValues(
                    "management.endpoints.web.exposure.include=retryonstatus",
                    "recourse.retry.jitter-factor=0",
                    "recourse.retry.max-wait=1m30s",
                    "recourse.retry.clients.github.conditions.secondary-limit.status=403",
                    "recourse.retry.clients.github.conditions.secondary-limit.body=/message",
                    "recourse.retry.clients.github.conditions.secondary-limit.matches=(?i)secondary rate limit",
                    "recourse.retry.clients.github.delays.secondary-limit=server, 70s",
                    "recourse.retry.clients.github.delays.403=never");

    @Test
    void callWhenANamedConditionIsMetIsRepeatedByItsRule() {
        try (RawServer server = RawServer.start(answer(response(403, LIMIT)), answer(response(200, "ok")))) {
            runner.run(context -> {
                RetryStrategy github = context.getBean(RetryStrategies.class).named("github");

                assertThat(github.call(() -> get(server))).isEqualTo("ok");
                assertThat(time.pauses()).containsExactly(Duration.ofSeconds(70));
            });
        }
    }

    @Test
    void callWhenTheBodySaysSomethingElseFollowsTheStatus() {
        try (RawServer server = RawServer.start(answer(response(403, "{\"message\": \"Bad credentials\"}")))) {
            runner.run(context -> {
                RetryStrategy github = context.getBean(RetryStrategies.class).named("github");

                assertThatExceptionOfType(HttpClientErrorException.Forbidden.class)
                        .isThrownBy(() -> github.call(() -> get(server)));
                assertThat(server.requests()).hasSize(1);
            });
        }
    }

    @Test
    void callWhenAnnotationNamesTheConditionFollowsIt() {
        try (RawServer server = RawServer.start(answer(response(403, LIMIT)), answer(response(200, "ok")))) {
            runner.withBean(Api.class, () -> new Api(server)).run(context -> {
                assertThat(context.getBean(Api.class).call()).isEqualTo("ok");
                assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3));
            });
        }
    }

    @Test
    void callWhenCodeNamesTheConditionFollowsIt() {
        String throttled = response(400, "{}", "x-amzn-ErrorType: ThrottlingException");
        try (RawServer server = RawServer.start(answer(throttled), answer(response(200, "ok")))) {
            runner.run(context -> {
                RetryStrategy own = context.getBean(RetryStrategies.class)
                        .build(rules -> rules.condition(
                                        "throttled",
                                        test -> test.status(400)
                                                .header("x-amzn-errortype")
                                                .equalTo("ThrottlingException"))
                                .delay("throttled", "2s"));

                assertThat(own.call(() -> get(server))).isEqualTo("ok");
                assertThat(time.pauses()).containsExactly(Duration.ofSeconds(2));
            });
        }
    }

    @Test
    void endpointShowsTheConditionAndAnswersWhatItWouldDo() {
        runner.run(context -> {
            RetryOnStatusEndpoint endpoint = context.getBean(RetryOnStatusEndpoint.class);

            var limited = endpoint.whatIf("github", "403", "Retry-After: 5", LIMIT, null, null, null);
            assertThat(limited.condition()).isEqualTo("secondary-limit");
            assertThat(limited.delay()).isEqualTo("5s");
            assertThat(endpoint.whatIf("github", "403", null, "{}", null, null, null)
                            .condition())
                    .isEqualTo("403");
        });
    }

    @Test
    void callWhenAnExtractorUnderstandsTheExceptionIsRepeated() {
        AtomicInteger calls = new AtomicInteger();
        ResponseExtractor extractor = failure -> failure instanceof QuotaException
                ? FailedResponse.of(429, Map.of("Retry-After", List.of("7")), null, null)
                : null;
        runner.withBean(ResponseExtractor.class, () -> extractor).run(context -> {
            RetryStrategy strategy = context.getBean(RetryStrategies.class).build(rules -> {});

            assertThat(strategy.call(() -> {
                        if (calls.incrementAndGet() == 1) {
                            throw new QuotaException();
                        }
                        return "ok";
                    }))
                    .isEqualTo("ok");
            assertThat(time.pauses()).containsExactly(Duration.ofSeconds(7));
        });
    }

    @Test
    void endpointAnswersWhatARequestOfAMethodWouldDo() {
        runner.withPropertyValues("recourse.retry.delays.5xx=1s").run(context -> {
            RetryOnStatusEndpoint endpoint = context.getBean(RetryOnStatusEndpoint.class);

            assertThat(endpoint.whatIf("github", "500", null, null, "GET", null, null)
                            .decision())
                    .isEqualTo("wait");
            assertThat(endpoint.whatIf("github", "500", null, null, "post", null, null)
                            .explanation())
                    .contains("it is not idempotent");
            assertThat(endpoint.whatIf("github", null, null, null, "PATCH", "read-timeout", null)
                            .decision())
                    .isEqualTo("end");
            assertThat(endpoint.whatIf("github", "429", null, null, "POST", null, null)
                            .decision())
                    .isEqualTo("wait");
        });
    }

    @Test
    void endpointReadsFailuresOfStrategiesWithTheExtractorAndLiftsTheirCooldowns() {
        ResponseExtractor extractor = failure -> failure instanceof QuotaException
                ? FailedResponse.of(429, Map.of("Retry-After", List.of("3600")), null, null)
                : null;
        runner.withBean(ResponseExtractor.class, () -> extractor).run(context -> {
            RetryStrategy strategy = context.getBean(RetryStrategies.class).build(rules -> {});
            assertThatExceptionOfType(QuotaException.class)
                    .isThrownBy(() -> strategy.run(() -> {
                        throw new QuotaException();
                    }));

            RetryOnStatusEndpoint endpoint = context.getBean(RetryOnStatusEndpoint.class);
            assertThat(endpoint.retries().outcomes()).singleElement().satisfies(outcome -> {
                assertThat(outcome.client()).isEqualTo("strategy-1");
                assertThat(outcome.failure()).isEqualTo("status 429");
            });
            assertThat(endpoint.retries().cooldowns()).singleElement().satisfies(cooldown -> {
                assertThat(cooldown.client()).isEqualTo("strategy-1");
                assertThat(cooldown.failure()).isEqualTo("status 429");
            });
            endpoint.liftCooldown("strategy-1");
            assertThat(endpoint.retries().cooldowns()).isEmpty();
            strategy.run(() -> {});
        });
    }

    @Test
    void headerThatLooksLikeALimitIsSaidOnceForEachClient(CapturedOutput output) {
        String odd = response(429, "", "Acme-Quota-Reset: 17", "X-RateLimit-Limit: 5");
        try (RawServer server = RawServer.start(answer(odd))) {
            runner.run(context -> {
                RetryStrategy github = context.getBean(RetryStrategies.class).named("github");
                assertThatExceptionOfType(HttpClientErrorException.class)
                        .isThrownBy(() -> github.call(() -> get(server)));
            });
        }
        assertThat(output.toString().lines().filter(line -> line.contains("looks like a limit")))
                .singleElement()
                .asString()
                .containsIgnoringCase("header 'Acme-Quota-Reset' of a response to client github")
                .contains("INFO");
    }

    @Test
    void statusThatNobodyUnderstandsIsSaidOnce(CapturedOutput output) {
        runner.run(context -> {
            RetryStrategy github = context.getBean(RetryStrategies.class).named("github");
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(CodeException.class)
                        .isThrownBy(() -> github.call(() -> {
                            throw new CodeException();
                        }));
            }
        });
        assertThat(output.toString().lines().filter(line -> line.contains("but is not understood")))
                .singleElement()
                .asString()
                .contains("CodeException.getCode() = 429");
    }

    private static String get(RawServer server) {
        return CLIENT.get().uri(server.url("/")).retrieve().body(String.class);
    }

    static class Api {

        private final RawServer server;

        Api(RawServer server) {
            this.server = server;
        }

        @RetryOnStatus(value = "github", delays = "secondary-limit: 3s")
        String call() {
            return get(server);
        }
    }

    private static final class QuotaException extends Exception {}

    public static final class CodeException extends Exception {

        public int getCode() {
            return 429;
        }
    }
}
