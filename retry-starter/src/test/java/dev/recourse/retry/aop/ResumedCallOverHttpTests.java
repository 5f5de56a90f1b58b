package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.ResumedCall;
import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.event.RetryEventListener;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Jobs that are run again, as a job engine does it, and what their server sees of that. */
class ResumedCallOverHttpTests {

    private static final String BUSY = response(429, "", "Retry-After: 60");

    private static final String DONE = response(200, "done");

    private static final Pattern KEY = Pattern.compile("(?im)^idempotency-key: *(.*?) *$");

    private final VirtualTime time = new VirtualTime();

    private final List<RetryEvent.End> ends = new CopyOnWriteArrayList<>();

    private @Nullable RawServer server;

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    ReactiveHttpClientAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    WebClientAutoConfiguration.class,
                    RetryAutoConfiguration.class))
            .withBean(Shop.class)
            .withBean("time", VirtualTime.class, () -> time)
            .withBean(RetryEventListener.class, () -> this::note)
            .withPropertyValues(
                    "recourse.retry.clients.shop.cooldown=none",
                    "recourse.retry.clients.shop.hand-off=always",
                    "recourse.retry.clients.shop.idempotency-key=true",
                    "recourse.retry.clients.shop.max-retries=3");

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void callWhenResumedCountsItsRetriesOverAllRunsAndSendsOneKey(Job job) {
        run(List.of(BUSY), context -> {
            RetryLaterException last = later(catchThrowable(() -> job.run(context)));
            assertThat(last.attempt()).isEqualTo(1);
            for (int attempt = 2; attempt <= 3; attempt++) {
                last = later(catchThrowable(resumed(last, () -> job.run(context))));
                assertThat(last.attempt()).isEqualTo(attempt);
            }
            Throwable end = catchThrowable(resumed(last, () -> job.run(context)));
            assertThat(RetryLaterException.in(end)).isNull();
            assertThat(cause(end)).hasMessageContaining("429");
            assertThat(keys()).hasSize(4).doesNotContain("").containsOnly(last.idempotencyKey());
        });
        assertThat(ends)
                .extracting(RetryEvent.End::outcome, RetryEvent.End::attempts)
                .last()
                .hasToString("(EXHAUSTED, 4)");
    }

    @ParameterizedTest
    @EnumSource
    void callWhenResumedAndSuccessfulIsReportedAsOneThatHadFailed(Job job) {
        run(List.of(BUSY, DONE), context -> {
            RetryLaterException first = later(catchThrowable(() -> job.run(context)));
            resumed(first, () -> job.run(context)).call();
        });
        assertThat(ends)
                .extracting(RetryEvent.End::outcome, RetryEvent.End::attempts)
                .last()
                .hasToString("(SUCCESS, 2)");
    }

    @ParameterizedTest
    @EnumSource
    void callWhenResumedIsOneOnlyAndTheNextBeginsAnew(Job job) {
        run(List.of(BUSY, DONE, BUSY), context -> {
            RetryLaterException first = later(catchThrowable(() -> job.run(context)));
            RetryLaterException second = later(catchThrowable(resumed(first, () -> {
                job.run(context);
                job.run(context);
            })));
            assertThat(second.attempt()).isEqualTo(1);
            assertThat(second.idempotencyKey()).isNotEqualTo(first.idempotencyKey());
        });
    }

    @ParameterizedTest
    @EnumSource
    void callWhenAnotherIsResumedBeginsWithItsFirstAttempt(Job job) {
        run(List.of(BUSY), context -> {
            try (ResumedCall resumed = ResumedCall.bind("Shop.other", 3, "\"other\"")) {
                assertThat(later(catchThrowable(() -> job.run(context))).attempt())
                        .isEqualTo(1);
                assertThat(resumed.take("Shop.other")).isTrue();
            }
        });
        assertThat(keys()).doesNotContain("\"other\"");
    }

    @Test
    void callWhenResumedInACooldownIsNoAttempt() {
        runner = runner.withPropertyValues("recourse.retry.clients.shop.cooldown=local");
        run(List.of(BUSY), context -> {
            RetryLaterException first = later(catchThrowable(() -> Job.BLOCKING.run(context)));
            RetryLaterException second = later(catchThrowable(resumed(first, () -> Job.BLOCKING.run(context))));
            assertThat(second.attempt()).isEqualTo(1);
            assertThat(second.idempotencyKey()).isEqualTo(first.idempotencyKey());
            assertThat(keys()).hasSize(1);
        });
    }

    @Test
    void callWhenItWaitsInAResumedRunContinuesItsExponentialDelays() {
        runner = runner.withPropertyValues(
                "recourse.retry.jitter-factor=0",
                "recourse.retry.clients.shop.hand-off=never",
                "recourse.retry.clients.shop.delays.429=exponential(1s, 1m)");
        run(List.of(BUSY), context -> {
            try (ResumedCall resumed = ResumedCall.bind("Shop.blocking", 2, null)) {
                assertThat(resumed.attempt()).isEqualTo(2);
                assertThat(catchThrowable(() -> Job.BLOCKING.run(context))).hasMessageContaining("429");
                assertThat(keys()).hasSize(2);
            }
        });
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(4));
    }

    @Test
    void monoWhenSubscribedOnAnotherThreadIsStillTheOneToContinue() {
        run(List.of(BUSY, DONE), context -> {
            Shop shop = context.getBean(Shop.class);
            RetryLaterException first = later(catchThrowable(() -> shop.mono().block()));
            resumed(
                            first,
                            () -> shop.mono()
                                    .subscribeOn(Schedulers.boundedElastic())
                                    .block())
                    .call();
            assertThat(keys()).containsExactly(first.idempotencyKey(), first.idempotencyKey());
        });
    }

    private static ThrowingCallable resumed(RetryLaterException later, Runnable run) {
        return () -> {
            ResumedCall resumed = ResumedCall.bind(later.label(), later.attempt(), later.idempotencyKey());
            try {
                run.run();
            } finally {
                resumed.close();
                assertThat(ResumedCall.bound()).isNull();
            }
        };
    }

    private static RetryLaterException later(Throwable failure) {
        RetryLaterException later = RetryLaterException.in(failure);
        assertThat(later).as(String.valueOf(failure)).isNotNull();
        return later;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    private void note(RetryEvent event) {
        if (event instanceof RetryEvent.End end) {
            ends.add(end);
        }
    }

    private interface Scenario {

        void accept(ApplicationContext context) throws Throwable;
    }

    private void run(List<String> answers, Scenario test) {
        RawServer started =
                RawServer.start(answers.stream().map(RawServer::answer).toArray(RawServer.Script[]::new));
        server = started;
        runner.withPropertyValues("shop.url=" + started.url("/")).run(test::accept);
    }

    private List<String> keys() {
        return server.requests().stream()
                .map(request -> KEY.matcher(request)
                        .results()
                        .map(match -> match.group(1))
                        .findFirst()
                        .orElse(""))
                .toList();
    }

    /** The ways to make a call. */
    enum Job {
        BLOCKING,
        FUTURE,
        MONO,
        STRATEGY_CALL,
        STRATEGY_FUTURE,
        STRATEGY_MONO;

        void run(ApplicationContext context) {
            Shop shop = context.getBean(Shop.class);
            RetryStrategy strategy = context.getBean(RetryStrategies.class).named("shop");
            switch (this) {
                case BLOCKING -> shop.blocking();
                case FUTURE -> shop.future().join();
                case MONO -> shop.mono().block();
                case STRATEGY_CALL -> call(strategy, shop);
                case STRATEGY_FUTURE ->
                    strategy.future(() -> CompletableFuture.completedFuture(shop.send()))
                            .join();
                case STRATEGY_MONO -> strategy.mono(shop::sendLater).block();
            }
        }

        private static void call(RetryStrategy strategy, Shop shop) {
            try {
                strategy.call(shop::send);
            } catch (RuntimeException ex) {
                throw ex;
            } catch (Exception ex) {
                throw new AssertionError(ex);
            }
        }
    }

    static class Shop {

        private final RestClient client;
        private final WebClient reactive;
        private final String url;

        Shop(RestClient.Builder client, WebClient.Builder reactive, Environment environment) {
            this.client = client.build();
            this.reactive = reactive.build();
            this.url = environment.getRequiredProperty("shop.url");
        }

        @RetryOnStatus("shop")
        public String blocking() {
            return send();
        }

        @RetryOnStatus("shop")
        public CompletableFuture<String> future() {
            return CompletableFuture.completedFuture(send());
        }

        @RetryOnStatus("shop")
        public Mono<String> mono() {
            return sendLater();
        }

        String send() {
            return client.put().uri(url).retrieve().body(String.class);
        }

        Mono<String> sendLater() {
            return reactive.put().uri(url).retrieve().bodyToMono(String.class);
        }
    }
}
