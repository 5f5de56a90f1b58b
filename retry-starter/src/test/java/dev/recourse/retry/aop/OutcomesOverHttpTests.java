package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.answerThenReset;
import static dev.recourse.retry.RawServer.answerThenStall;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a caller gets, which is the same in each way of calling. */
@ParameterizedClass
@EnumSource
@Timeout(60)
@Tag("slow")
class OutcomesOverHttpTests {

    private static final Script OK = answer(response(200, "done"));

    private static final Script BUSY = answer(response(429, "", "Retry-After-Ms: 20"));

    private static final Script BUSY_FOR_AN_HOUR = answer(response(429, "", "Retry-After: 3600"));

    private final Way way;

    private final ExecutorService callers = Executors.newCachedThreadPool();

    private Duration readTimeout = Duration.ofSeconds(60);

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class, TaskExecutionAutoConfiguration.class, RetryAutoConfiguration.class))
            .withPropertyValues(
                    "recourse.retry.min-delay=10ms",
                    "recourse.retry.delays.timeout=10ms",
                    "recourse.retry.delays.connection=10ms",
                    "recourse.retry.clients.api.max-retries=3");

    OutcomesOverHttpTests(Way way) {
        this.way = way;
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @Test
    void callWhenServerIsBusyForAMomentHasTheValue() {
        run(
                (context, server) -> {
                    assertThat(way.call(context)).isEqualTo("done");
                    assertThat(server.requests()).hasSize(3);
                },
                BUSY,
                BUSY,
                OK);
    }

    @Test
    void callWhenConnectionIsResetOrNoAnswerComesHasTheValue() {
        readTimeout = Duration.ofMillis(500);
        run(
                (context, server) -> {
                    assertThat(way.call(context)).isEqualTo("done");
                    assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(3);
                },
                answerThenReset(""),
                answerThenStall(""),
                OK);
    }

    @Test
    void callWhenRetriesAreUsedUpEndsWithTheLastFailureAndTheEarlierOnesInOrder() {
        run(
                (context, server) -> {
                    Throwable last = failure(context);
                    assertThat(last).isInstanceOf(WebClientResponseException.TooManyRequests.class);
                    assertThat(Arrays.stream(last.getSuppressed())
                                    .filter(WebClientResponseException.class::isInstance)
                                    .map(earlier -> ((WebClientResponseException) earlier).getResponseBodyAsString()))
                            .containsExactly("1", "2", "3");
                    assertThat(server.requests()).hasSize(4);
                },
                numbered(1),
                numbered(2),
                numbered(3),
                numbered(4));
    }

    @Test
    void callWhenNoRuleCoversTheFailureEndsWithItAtOnce() {
        run(
                (context, server) -> {
                    assertThat(failure(context)).isInstanceOf(WebClientResponseException.NotFound.class);
                    assertThat(server.requests()).hasSize(1);
                },
                answer(response(404, "")));
    }

    @Test
    void callWhenNobodyAnswersInTimeEndsWithThat() {
        readTimeout = Duration.ofMillis(500);
        configure("recourse.retry.clients.api.max-retries=1");
        run(
                (context, server) -> {
                    Throwable last = failure(context);
                    assertThat(last).isInstanceOf(WebClientRequestException.class);
                    assertThat(last.getSuppressed()).hasAtLeastOneElementOfType(WebClientRequestException.class);
                    assertThat(server.requests()).hasSize(2);
                },
                answerThenStall(""));
    }

    @Test
    void callWhenHandOffIsAlwaysIsHandedOff() {
        configure("recourse.retry.hand-off=always");
        run(
                (context, server) -> {
                    assertHandedOff(failure(context), Duration.ofMillis(20), 1);
                    assertThat(server.requests()).hasSize(1);
                },
                BUSY);
    }

    @Test
    void callWhenDelayIsBeyondMaxWaitIsHandedOffWhereItMayBe() {
        configure("recourse.retry.hand-off=beyond-max-wait");
        run(
                (context, server) -> {
                    RetryLaterException later = assertHandedOff(failure(context), Duration.ofHours(1), 2);
                    assertThat(later.getCause().getSuppressed())
                            .hasAtLeastOneElementOfType(WebClientResponseException.TooManyRequests.class);
                    assertThat(server.requests()).hasSize(2);
                },
                BUSY,
                BUSY_FOR_AN_HOUR);
    }

    @Test
    void callWhenDelayIsBeyondMaxWaitEndsWithTheFailure() {
        run(
                (context, server) -> {
                    assertThat(failure(context)).isInstanceOf(WebClientResponseException.TooManyRequests.class);
                    assertThat(server.requests()).hasSize(1);
                },
                BUSY_FOR_AN_HOUR);
    }

    @Test
    void callWhenDelayDoesNotFitTheTimeLeftEndsWithTheFailure() {
        configure("recourse.retry.max-wait=2h");
        run(
                (context, server) -> {
                    assertThat(failure(context)).isInstanceOf(WebClientResponseException.TooManyRequests.class);
                    assertThat(server.requests()).hasSize(1);
                },
                BUSY_FOR_AN_HOUR);
    }

    @Test
    void callWhenItComesInACooldownThatIsTooLongIsHandedOffWithTheFailureThatBeganIt() {
        run(
                (context, server) -> {
                    Throwable first = failure(context);
                    RetryLaterException later =
                            catchThrowableOfType(RetryLaterException.class, () -> way.call(context));
                    assertThat(later.getCause()).isSameAs(first);
                    assertThat(later.attempt()).isZero();
                    assertThat(later.client()).isEqualTo("api");
                    assertThat(later.delay()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
                    assertThat(server.requests()).hasSize(1);
                },
                BUSY_FOR_AN_HOUR,
                OK);
    }

    @Test
    void callWhenItComesInACooldownAndHandOffIsAlwaysIsHandedOff() {
        configure("recourse.retry.hand-off=always", "recourse.retry.max-wait=2h", "recourse.retry.timeout=3h");
        run(
                (context, server) -> {
                    assertHandedOff(failure(context), Duration.ofHours(1), 1);
                    RetryLaterException later =
                            catchThrowableOfType(RetryLaterException.class, () -> way.call(context));
                    assertThat(later.attempt()).isZero();
                    assertThat(later.getCause()).isInstanceOf(WebClientResponseException.TooManyRequests.class);
                    assertThat(server.requests()).hasSize(1);
                },
                BUSY_FOR_AN_HOUR,
                OK);
    }

    @Test
    void callWhenThereIsNoCooldownIsMade() {
        configure("recourse.retry.clients.api.cooldown=none");
        run(
                (context, server) -> {
                    assertThat(failure(context)).isInstanceOf(WebClientResponseException.TooManyRequests.class);
                    assertThat(way.call(context)).isEqualTo("done");
                },
                BUSY_FOR_AN_HOUR,
                OK);
    }

    @Test
    void callsWhenTheCooldownIsLiftedGoOn() {
        configure("recourse.retry.max-wait=2h", "recourse.retry.timeout=3h");
        run(
                (context, server) -> {
                    CompletableFuture<String> asked = begin(context);
                    awaitWaiting(context, 1);
                    CompletableFuture<String> rejectedByCooldown = begin(context);
                    awaitWaiting(context, 2);
                    assertThat(server.requests()).hasSize(1);
                    assertThat(context.getBean(RetryClientRegistry.class).lift("api"))
                            .isTrue();
                    assertThat(asked).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("done");
                    assertThat(rejectedByCooldown)
                            .succeedsWithin(Duration.ofSeconds(10))
                            .isEqualTo("done");
                    assertThat(context.getBean(ScheduledRetryRegistry.class).count())
                            .isZero();
                },
                BUSY_FOR_AN_HOUR,
                OK);
    }

    @Test
    void callWhenContextClosesEndsWithTheFailure() {
        configure("recourse.retry.max-wait=2h", "recourse.retry.timeout=3h");
        assertThat(failureOfClosing()).isInstanceOf(WebClientResponseException.TooManyRequests.class);
    }

    @Test
    void callWhenContextClosesIsHandedOffWhereItMayBe() {
        configure("recourse.retry.max-wait=2h", "recourse.retry.timeout=3h", "recourse.retry.hand-off=beyond-max-wait");
        assertHandedOff(failureOfClosing(), Duration.ofHours(1), 1);
    }

    private Throwable failureOfClosing() {
        Throwable[] end = new Throwable[1];
        run(
                (context, server) -> {
                    CompletableFuture<String> call = begin(context);
                    awaitWaiting(context, 1);
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                            .close();
                    end[0] =
                            catchThrowable(() -> call.get(10, TimeUnit.SECONDS)).getCause();
                    assertThat(server.requests()).hasSize(1);
                },
                BUSY_FOR_AN_HOUR,
                OK);
        return end[0];
    }

    private CompletableFuture<String> begin(ApplicationContext context) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return way.call(context);
                    } catch (Throwable ex) {
                        throw new CompletionException(ex);
                    }
                },
                callers);
    }

    private static void awaitWaiting(ApplicationContext context, int calls) {
        ScheduledRetryRegistry waiting = context.getBean(ScheduledRetryRegistry.class);
        Awaitility.await().until(() -> waiting.count() == calls);
    }

    private Throwable failure(ApplicationContext context) {
        return catchThrowable(() -> way.call(context));
    }

    private static RetryLaterException assertHandedOff(Throwable failure, Duration delay, int attempt) {
        assertThat(failure).isInstanceOf(RetryLaterException.class);
        RetryLaterException later = (RetryLaterException) failure;
        assertThat(later.delay()).isEqualTo(delay);
        assertThat(later.attempt()).isEqualTo(attempt);
        assertThat(later.client()).isEqualTo("api");
        assertThat(later.getCause()).isInstanceOf(WebClientResponseException.TooManyRequests.class);
        return later;
    }

    private static Script numbered(int number) {
        return answer(response(429, Integer.toString(number), "Retry-After-Ms: 20"));
    }

    private void configure(String... properties) {
        runner = runner.withPropertyValues(properties);
    }

    private void run(Trial trial, Script... scripts) {
        try (RawServer server = RawServer.start(scripts)) {
            WebClient client = WebClient.builder()
                    .baseUrl(server.url("/"))
                    .clientConnector(ClientHttpConnectorBuilder.reactor()
                            .build(HttpClientSettings.defaults().withTimeouts(Duration.ofSeconds(60), readTimeout)))
                    .build();
            ContextConsumer<AssertableApplicationContext> consumer = context -> trial.run(context, server);
            runner.withBean(WebClient.class, () -> client)
                    .withBean(
                            Api.class,
                            () -> HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                                    .build()
                                    .createClient(Api.class))
                    .run(consumer);
        }
    }

    private interface Trial {

        void run(AssertableApplicationContext context, RawServer server) throws Throwable;
    }

    @RetryOnStatus("api")
    interface Api {

        @GetExchange("/blocking")
        String blocking();

        @GetExchange("/mono")
        Mono<String> mono();

        @GetExchange("/flux")
        Flux<String> flux();

        @GetExchange("/future")
        CompletableFuture<String> future();
    }

    enum Way {
        BLOCKING {
            @Override
            String call(ApplicationContext context) {
                return context.getBean(Api.class).blocking();
            }
        },
        MONO {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return get(context.getBean(Api.class).mono().toFuture());
            }
        },
        FLUX {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return get(context.getBean(Api.class).flux().next().toFuture());
            }
        },
        FUTURE {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return get(context.getBean(Api.class).future());
            }
        },
        STRATEGY_CALL {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return strategy(context).call(() -> request(context).block());
            }
        },
        STRATEGY_MONO {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return get(strategy(context).mono(() -> request(context)).toFuture());
            }
        },
        STRATEGY_FLUX {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return get(strategy(context)
                        .flux(() -> request(context).flux())
                        .next()
                        .toFuture());
            }
        },
        STRATEGY_FUTURE {
            @Override
            String call(ApplicationContext context) throws Throwable {
                return get(strategy(context).future(() -> request(context).toFuture()));
            }
        };

        abstract String call(ApplicationContext context) throws Throwable;

        private static RetryStrategy strategy(ApplicationContext context) {
            return context.getBean(RetryStrategies.class).named("api");
        }

        private static Mono<String> request(ApplicationContext context) {
            return context.getBean(WebClient.class).get().uri("/").retrieve().bodyToMono(String.class);
        }

        private static String get(CompletableFuture<String> future) throws Throwable {
            try {
                return future.get();
            } catch (ExecutionException ex) {
                throw ex.getCause();
            }
        }
    }
}
