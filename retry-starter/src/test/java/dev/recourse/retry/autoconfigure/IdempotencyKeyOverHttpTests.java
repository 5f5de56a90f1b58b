package dev.recourse.retry.autoconfigure;

import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.idempotency.IdempotencyKeyInterceptor;
import dev.recourse.retry.time.VirtualTime;
import feign.Body;
import feign.Feign;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import feign.Retryer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;
import reactor.core.publisher.Mono;

/** The keys that arrive at a server, from the clients that Spring Boot builds. */
class IdempotencyKeyOverHttpTests {

    private static final String BUSY = response(429, "", "Retry-After: 1");

    private static final String DONE = response(200, "done");

    private static final String BY_HAND = "\"by-hand\"";

    private static final Pattern KEY = Pattern.compile("(?im)^idempotency-key: *(.*?) *$");

    private static final Pattern UUID_IN_QUOTES =
            Pattern.compile("\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"");

    private final VirtualTime time = new VirtualTime();

    private @Nullable RawServer server;

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    ReactiveHttpClientAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    RestTemplateAutoConfiguration.class,
                    WebClientAutoConfiguration.class,
                    HttpServiceClientPropertiesAutoConfiguration.class,
                    HttpServiceClientAutoConfiguration.class,
                    ReactiveHttpServiceClientAutoConfiguration.class,
                    RetryAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withBean("time", VirtualTime.class, () -> time)
            .withPropertyValues(
                    "recourse.retry.cooldown=none",
                    "recourse.retry.clients.keyed.idempotency-key=true",
                    "recourse.retry.clients.unkeyed.max-retries=3");

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenOnIsTheSameInAllAttemptsAndAnotherInEachCall(Client client) {
        run(List.of(BUSY, BUSY, DONE, BUSY, DONE), context -> {
            Orders orders = context.getBean(Orders.class);
            assertThat(orders.keyed(() -> client.post(context, null))).isEqualTo("done");
            assertThat(orders.keyed(() -> client.post(context, null))).isEqualTo("done");
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(5).allMatch(UUID_IN_QUOTES.asMatchPredicate());
        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isEqualTo(keys.get(2)).isNotEqualTo(keys.get(3));
        assertThat(keys.get(3)).isEqualTo(keys.get(4));
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenSetByHandIsLeftAsItIs(Client client) {
        run(List.of(BUSY, DONE), context -> context.getBean(Orders.class).keyed(() -> client.post(context, BY_HAND)));
        assertThat(keys()).containsExactly(BY_HAND, BY_HAND);
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenOffIsNotSent(Client client) {
        run(List.of(BUSY, DONE), context -> context.getBean(Orders.class).unkeyed(() -> client.post(context, null)));
        assertThat(keys()).containsExactly("", "");
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenCallIsOverIsNotSentByTheNextOnTheThread(Client client) {
        runner = runner.withPropertyValues("recourse.retry.max-retries=0");
        run(List.of(DONE, DONE, BUSY, DONE), context -> {
            Orders orders = context.getBean(Orders.class);
            orders.keyed(() -> client.post(context, null));
            client.post(context, null);
            assertThatThrownBy(() -> orders.keyed(() -> client.post(context, null)))
                    .isInstanceOf(RuntimeException.class);
            client.post(context, null);
        });
        List<String> keys = keys();
        assertThat(keys.get(0)).isNotEmpty();
        assertThat(keys.get(1)).isEmpty();
        assertThat(keys.get(2)).isNotEmpty();
        assertThat(keys.get(3)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenCallsAreNestedIsTheirOwnOrNone(Client client) {
        run(List.of(DONE, DONE, DONE, DONE, BUSY, DONE), context -> {
            Orders orders = context.getBean(Orders.class);
            Payments payments = context.getBean(Payments.class);
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            orders.keyed(() -> {
                client.post(context, null);
                payments.unkeyed(() -> client.post(context, null));
                payments.keyed(() -> client.post(context, null));
                call(strategies, "unkeyed", () -> client.post(context, null));
                return client.post(context, null);
            });
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(10);
        assertThat(keys.get(0))
                .isNotEmpty()
                .isEqualTo(keys.get(4))
                .isEqualTo(keys.get(5))
                .isEqualTo(keys.get(9));
        assertThat(List.of(keys.get(1), keys.get(3), keys.get(6), keys.get(8))).containsOnly("");
        assertThat(keys.get(2)).isNotEmpty().isNotEqualTo(keys.get(0));
        assertThat(keys.get(7)).isNotEmpty().isNotIn(keys.get(0), keys.get(2));
    }

    @Test
    void keyWhenHandedOffIsInTheExceptionAndCanBeSetByHand() {
        runner = runner.withPropertyValues("recourse.retry.hand-off=always");
        run(List.of(BUSY, DONE), context -> {
            OrdersApi api = context.getBean(OrdersApi.class);
            RetryLaterException later = catchThrowableOfType(RetryLaterException.class, () -> api.create(null));
            assertThat(api.create(later.idempotencyKey())).isEqualTo("done");
            assertThat(keys()).containsExactly(later.idempotencyKey(), later.idempotencyKey());
        });
    }

    @Test
    void keyWhenNoneWasSentIsNotInTheException() {
        runner = runner.withPropertyValues("recourse.retry.hand-off=always");
        run(List.of(BUSY, BUSY), context -> {
            Orders orders = context.getBean(Orders.class);
            assertThat(catchThrowableOfType(
                                    RetryLaterException.class,
                                    () -> orders.unkeyed(() -> Client.REST_CLIENT.post(context, null)))
                            .idempotencyKey())
                    .isNull();
            assertThat(catchThrowableOfType(
                                    RetryLaterException.class,
                                    () -> orders.keyed(() -> Client.REST_CLIENT.post(context, BY_HAND)))
                            .idempotencyKey())
                    .isNull();
        });
    }

    @Test
    void keyWhenBlockIsCalledByAStrategyIsTheSameInAllAttempts() {
        run(List.of(BUSY, DONE, BUSY, DONE), context -> {
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            call(strategies, "keyed", () -> Client.REST_CLIENT.post(context, null));
            try {
                strategies.named("keyed").run(() -> Client.REST_CLIENT.post(context, null));
            } catch (Exception ex) {
                throw new AssertionError(ex);
            }
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(4).doesNotContain("");
        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
        assertThat(keys.get(2)).isEqualTo(keys.get(3));
    }

    @Test
    void keyWhenOnForAllClientsIsSentByCallsThatNameNone() {
        runner = runner.withPropertyValues("recourse.retry.idempotency-key=true");
        run(
                List.of(BUSY, DONE),
                context -> context.getBean(Orders.class).unnamed(() -> Client.REST_CLIENT.post(context, null)));
        assertThat(keys()).hasSize(2).doesNotContain("");
    }

    @Test
    void keyWhenBodyIsLargeDoesNotMakeTheClientHoldItInMemory() {
        runner.run(context -> {
            RestClient.Builder builder = context.getBean(RestClient.Builder.class);
            builder.requestInterceptors(interceptors -> assertThat(interceptors).isEmpty());
            assertThat(context.getBean(RestTemplateBuilder.class).build().getInterceptors())
                    .isEmpty();
        });
    }

    @Test
    void startWhenAnyClientIsAbsentDoesNotNeedIt() {
        for (String absent : List.of(
                "org.springframework.boot.restclient",
                "org.springframework.boot.webclient",
                "org.springframework.web.reactive",
                "reactor")) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
                    .withClassLoader(new FilteredClassLoader(absent))
                    .withPropertyValues("recourse.retry.idempotency-key=true")
                    .run(context -> assertThat(context).hasNotFailed());
        }
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.boot.restclient",
                        "org.springframework.boot.webclient",
                        "org.springframework.web",
                        "org.springframework.http",
                        "reactor"))
                .withPropertyValues("recourse.retry.idempotency-key=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private void run(List<String> answers, Consumer<ApplicationContext> test) {
        RawServer started =
                RawServer.start(answers.stream().map(RawServer::answer).toArray(RawServer.Script[]::new));
        server = started;
        runner.withPropertyValues(
                        "test.url=" + started.url("/"),
                        "spring.http.serviceclient.orders.base-url=" + started.url("/"),
                        "spring.http.serviceclient.reactive-orders.base-url=" + started.url("/"))
                .run(test::accept);
    }

    private List<String> keys() {
        return server.requests().stream()
                .map(request -> KEY.matcher(request)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.joining(" and ")))
                .toList();
    }

    private static String call(RetryStrategies strategies, String client, Callable<String> block) {
        try {
            return strategies.named(client).call(block);
        } catch (Exception ex) {
            throw new AssertionError(ex);
        }
    }

    enum Client {
        REST_CLIENT {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                return context.getBean(RestClient.Builder.class)
                        .build()
                        .post()
                        .uri(url(context))
                        .headers(headers -> set(headers, key))
                        .body("an order")
                        .retrieve()
                        .body(String.class);
            }
        },
        REST_TEMPLATE {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                HttpHeaders headers = new HttpHeaders();
                set(headers, key);
                RestTemplate template =
                        context.getBean(RestTemplateBuilder.class).build();
                return template.postForObject(url(context), new HttpEntity<>("an order", headers), String.class);
            }
        },
        WEB_CLIENT {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                return context.getBean(WebClient.Builder.class)
                        .build()
                        .post()
                        .uri(url(context))
                        .headers(headers -> set(headers, key))
                        .bodyValue("an order")
                        .retrieve()
                        .bodyToMono(String.class)
                        .block();
            }
        },
        WEB_CLIENT_BEHIND_A_FILTER_IN_ANOTHER_THREAD {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                return context.getBean(WebClient.Builder.class)
                        .filters(filters -> filters.add(
                                0,
                                (request, next) ->
                                        Mono.delay(Duration.ofMillis(1)).flatMap(tick -> next.exchange(request))))
                        .build()
                        .post()
                        .uri(url(context))
                        .headers(headers -> set(headers, key))
                        .retrieve()
                        .bodyToMono(String.class)
                        .block();
            }
        },
        FEIGN {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                return Feign.builder()
                        .retryer(Retryer.NEVER_RETRY)
                        .requestInterceptor(context.getBean(IdempotencyKeyInterceptor.class))
                        .target(FeignApi.class, url(context))
                        .create(key);
            }
        },
        HTTP_SERVICE {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                return context.getBean(PlainApi.class).create(key);
            }
        },
        HTTP_SERVICE_ON_WEB_CLIENT {
            @Override
            String post(ApplicationContext context, @Nullable String key) {
                return context.getBean(ReactiveApi.class).create(key);
            }
        };

        abstract String post(ApplicationContext context, @Nullable String key);

        private static String url(ApplicationContext context) {
            return context.getEnvironment().getRequiredProperty("test.url");
        }

        private static void set(HttpHeaders headers, @Nullable String key) {
            if (key != null) {
                headers.set("Idempotency-Key", key);
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import({Orders.class, Payments.class})
    @ImportHttpServices(
            group = "orders",
            types = {OrdersApi.class, PlainApi.class})
    @ImportHttpServices(
            group = "reactive-orders",
            types = ReactiveApi.class,
            clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
    static class Application {}

    static class Orders {

        @RetryOnStatus("keyed")
        public String keyed(Supplier<String> request) {
            return request.get();
        }

        @RetryOnStatus("unkeyed")
        public String unkeyed(Supplier<String> request) {
            return request.get();
        }

        @RetryOnStatus
        public String unnamed(Supplier<String> request) {
            return request.get();
        }
    }

    static class Payments {

        @RetryOnStatus("keyed")
        public String keyed(Supplier<String> request) {
            return request.get();
        }

        @RetryOnStatus("unkeyed")
        public String unkeyed(Supplier<String> request) {
            return request.get();
        }
    }

    interface FeignApi {

        @RequestLine("POST /")
        @Headers("Idempotency-Key: {key}")
        @Body("an order")
        String create(@Param("key") @Nullable String key);
    }

    interface OrdersApi {

        @RetryOnStatus("keyed")
        @PostExchange
        String create(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key);
    }

    interface PlainApi {

        @PostExchange
        String create(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key);
    }

    interface ReactiveApi {

        @PostExchange
        String create(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key);
    }
}
