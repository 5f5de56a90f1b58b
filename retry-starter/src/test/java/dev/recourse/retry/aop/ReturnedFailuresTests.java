package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.failure.FailedValueException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;

/** Failures that a method returns as a value, with a real server. */
class ReturnedFailuresTests {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    RetryAutoConfiguration.class))
            .withPropertyValues(
                    "recourse.retry.jitter-factor=0",
                    "recourse.retry.delays.429=1ms",
                    "recourse.retry.delays.5xx=1ms",
                    "recourse.retry.min-delay=1ms",
                    "recourse.retry.max-retries=2",
                    "recourse.retry.clients.later.hand-off=always",
                    "recourse.retry.clients.later.delays.429=server, 1s");

    @ParameterizedTest
    @EnumSource
    void callWhenAValueReportsALimitIsMadeAgain(Way way) {
        try (RawServer server = RawServer.start(answer(response(429, "")), answer(response(200, "ok")))) {
            run(server, context -> assertThat(body(way.get(context))).isEqualTo("ok"));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callWhenRetriesAreUsedUpReturnsTheLastValue(Way way) {
        Script[] answers = {
            answer(response(429, "1")),
            answer(response(429, "2")),
            answer(response(429, "3")),
            answer(response(200, "too late"))
        };
        try (RawServer server = RawServer.start(answers)) {
            run(server, context -> {
                ResponseEntity<String> last = Objects.requireNonNull(way.get(context));
                assertThat(last.getStatusCode().value()).isEqualTo(429);
                assertThat(last.getBody()).isEqualTo("3");
            });
            assertThat(server.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callWhenNoRuleCoversTheStatusReturnsTheValueWithoutATrace(Way way) {
        List<RetryEvent> events = new CopyOnWriteArrayList<>();
        ApplicationListener<PayloadApplicationEvent<RetryEvent>> listener = event -> events.add(event.getPayload());
        try (RawServer server = RawServer.start(answer(response(404, "none")))) {
            runner.withBean(Api.class, () -> new Api(server))
                    .withInitializer(context -> context.addApplicationListener(listener))
                    .run(context -> assertThat(body(way.get(context))).isEqualTo("none"));
            assertThat(server.requests()).hasSize(1);
            assertThat(events).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "MONO", "FUTURE"})
    void callWhenHandedOffThrows(Way way) {
        try (RawServer server = RawServer.start(answer(response(429, "", "Retry-After: 7")))) {
            run(
                    server,
                    context -> assertThatThrownBy(() -> way.later(context.getBean(Api.class)))
                            .isInstanceOfSatisfying(RetryLaterException.class, later -> {
                                assertThat(later.delay()).isEqualTo(Duration.ofSeconds(7));
                                assertThat(later.getCause()).isInstanceOf(FailedValueException.class);
                            }));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void postWhenTheServerFailsIsSentOnceAndReturnsItsValue() {
        try (RawServer server = RawServer.start(answer(response(500, "broken")))) {
            run(server, context -> {
                assertThat(body(context.getBean(Api.class).post())).isEqualTo("broken");
                assertThat(body(context.getBean(Exchanges.class).post())).isEqualTo("broken");
            });
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void callAroundACallThatReturnedItsLastFailureDoesNotMakeItAgain() {
        try (RawServer server = RawServer.start(answer(response(429, "")))) {
            run(server, context -> {
                Api api = context.getBean(Api.class);
                ResponseEntity<String> last = context.getBean(RetryStrategies.class)
                        .build(rules -> {})
                        .call(api::blocking);
                assertThat(last.getStatusCode().value()).isEqualTo(429);
            });
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void returnTypeDecidesWhetherValuesAreRead() throws Exception {
        assertThat(isEntity("blocking", ReturnKind.BLOCKING)).isTrue();
        assertThat(isEntity("mono", ReturnKind.MONO)).isTrue();
        assertThat(isEntity("future", ReturnKind.FUTURE)).isTrue();
        assertThat(isEntity("text", ReturnKind.BLOCKING)).isFalse();
        assertThat(isEntity("raw", ReturnKind.MONO)).isFalse();
    }

    private static boolean isEntity(String method, ReturnKind kind) throws Exception {
        return ReturnTypes.isEntity(Api.class.getDeclaredMethod(method), Api.class, kind);
    }

    private void run(RawServer server, Task task) {
        runner.withBean(Api.class, () -> new Api(server))
                .withBean(Exchanges.class, () -> proxy(server))
                .run(task::run);
    }

    private static Exchanges proxy(RawServer server) {
        RestClient client = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .baseUrl(server.url(""))
                .defaultStatusHandler(status -> true, (request, response) -> {})
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(Exchanges.class);
    }

    private static String body(ResponseEntity<String> entity) {
        return Objects.requireNonNull(entity.getBody());
    }

    private interface Task {

        void run(ApplicationContext context) throws Exception;
    }

    private enum Way {
        BLOCKING,
        MONO,
        FUTURE,
        STRATEGY,
        STRATEGY_MONO,
        STRATEGY_FUTURE;

        ResponseEntity<String> get(ApplicationContext context) throws Exception {
            Api api = context.getBean(Api.class);
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            return switch (this) {
                case BLOCKING -> api.blocking();
                case MONO -> Objects.requireNonNull(api.mono().block());
                case FUTURE -> api.future().join();
                case STRATEGY -> strategies.build(rules -> {}).call(api::send);
                case STRATEGY_MONO ->
                    Objects.requireNonNull(
                            strategies.build(rules -> {}).mono(api::sendLater).block());
                case STRATEGY_FUTURE ->
                    strategies
                            .build(rules -> {})
                            .<ResponseEntity<String>>future(
                                    () -> api.sendLater().toFuture())
                            .join();
            };
        }

        void later(Api api) throws Throwable {
            switch (this) {
                case BLOCKING -> api.blockingLater();
                case MONO -> api.monoLater().block();
                default -> {
                    try {
                        api.futureLater().join();
                    } catch (CompletionException ex) {
                        throw Objects.requireNonNull(ex.getCause());
                    }
                }
            }
        }
    }

    interface Exchanges {

        @RetryOnStatus
        @GetExchange("/")
        ResponseEntity<String> get();

        @RetryOnStatus
        @PostExchange("/")
        ResponseEntity<String> post();
    }

    interface ReactiveExchanges {

        @RetryOnStatus(scope = "#tenant")
        @GetExchange("/")
        Mono<ResponseEntity<String>> get(@RequestParam String tenant);
    }

    @Test
    void exchangeOfAnInterfaceWhenItsValueReportsALimitIsMadeAgain() {
        try (RawServer server = RawServer.start(
                answer(response(429, "")),
                answer(response(200, "one")),
                answer(response(503, "")),
                answer(response(200, "two")))) {
            WebClient client = WebClient.builder()
                    .baseUrl(server.url(""))
                    .defaultStatusHandler(status -> true, response -> Mono.empty())
                    .build();
            runner.withBean(Exchanges.class, () -> proxy(server))
                    .withBean(
                            ReactiveExchanges.class,
                            () -> HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                                    .build()
                                    .createClient(ReactiveExchanges.class))
                    .run(context -> {
                        assertThat(body(context.getBean(Exchanges.class).get())).isEqualTo("one");
                        assertThat(body(Objects.requireNonNull(context.getBean(ReactiveExchanges.class)
                                        .get("a")
                                        .block())))
                                .isEqualTo("two");
                    });
            assertThat(server.requests()).hasSize(4);
        }
    }

    static class Api {

        private final RawServer server;

        Api(RawServer server) {
            this.server = server;
        }

        ResponseEntity<String> send() {
            return RestClient.builder()
                    .requestFactory(new JdkClientHttpRequestFactory())
                    .build()
                    .get()
                    .uri(server.url("/"))
                    .retrieve()
                    .onStatus(status -> true, (request, response) -> {})
                    .toEntity(String.class);
        }

        Mono<ResponseEntity<String>> sendLater() {
            return WebClient.create()
                    .get()
                    .uri(server.url("/"))
                    .exchangeToMono(answer -> answer.toEntity(String.class));
        }

        @RetryOnStatus
        ResponseEntity<String> blocking() {
            return send();
        }

        @RetryOnStatus
        Mono<ResponseEntity<String>> mono() {
            return sendLater();
        }

        @RetryOnStatus
        CompletableFuture<ResponseEntity<String>> future() {
            return CompletableFuture.completedFuture(send());
        }

        @RetryOnStatus("later")
        ResponseEntity<String> blockingLater() {
            return send();
        }

        @RetryOnStatus("later")
        Mono<ResponseEntity<String>> monoLater() {
            return sendLater();
        }

        @RetryOnStatus("later")
        CompletableFuture<ResponseEntity<String>> futureLater() {
            return sendLater().toFuture();
        }

        @RetryOnStatus(idempotent = "false")
        ResponseEntity<String> post() {
            return send();
        }

        String text() {
            return "";
        }

        Mono<String> raw() {
            return Mono.empty();
        }
    }
}
