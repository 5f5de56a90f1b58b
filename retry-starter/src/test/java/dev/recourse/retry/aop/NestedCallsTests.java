package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;

/** How many requests a server gets from retried calls within retried calls. */
@Tag("slow")
class NestedCallsTests {

    private final VirtualTime time = new VirtualTime();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class))
            .withUserConfiguration(Service.class, Outermost.class)
            .withBean("time", VirtualTime.class, () -> time)
            .withPropertyValues(
                    "recourse.retry.jitter-factor=0",
                    "recourse.retry.budget.min-per-second=1000",
                    "recourse.retry.delays.500=1ms",
                    "recourse.retry.clients.without.delays.500=never",
                    "recourse.retry.clients.handing-off.hand-off=always");

    /** What is called within the service. */
    enum Inner {
        BLOCKING {
            @Override
            String get(ApplicationContext context, String url) {
                return context.getBean(Api.class).get();
            }
        },
        MONO {
            @Override
            String get(ApplicationContext context, String url) {
                return context.getBean(Service.class).mono(() -> web(url)).block();
            }
        },
        FUTURE {
            @Override
            String get(ApplicationContext context, String url) {
                return context.getBean(Service.class)
                        .future(() -> web(url).toFuture())
                        .join();
            }
        },
        STRATEGY {
            @Override
            String get(ApplicationContext context, String url) {
                try {
                    return context.getBean(RetryStrategies.class)
                            .build(rules -> {})
                            .call(() -> web(url).block());
                } catch (RuntimeException ex) {
                    throw ex;
                } catch (Exception ex) {
                    throw new AssertionError(ex);
                }
            }
        };

        abstract String get(ApplicationContext context, String url);

        private static Mono<String> web(String url) {
            return WebClient.create(url).get().retrieve().bodyToMono(String.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsWhenABlockingCallIsAroundThemAreThoseOfTheInnerCall(Inner inner) {
        run(4, (context, url) -> context.getBean(Service.class).blocking(() -> inner.get(context, url)));
    }

    @ParameterizedTest
    @EnumSource
    void requestsWhenAMonoIsAroundThemAreThoseOfTheInnerCall(Inner inner) {
        run(
                4,
                (context, url) -> context.getBean(Service.class)
                        .mono(() -> Mono.fromSupplier(() -> inner.get(context, url))
                                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic()))
                        .block());
    }

    @ParameterizedTest
    @EnumSource
    void requestsWhenAFutureIsAroundThemAreThoseOfTheInnerCall(Inner inner) {
        run(
                4,
                (context, url) -> context.getBean(Service.class)
                        .future(() -> CompletableFuture.supplyAsync(() -> inner.get(context, url)))
                        .join());
    }

    @ParameterizedTest
    @EnumSource
    void requestsWhenAStrategyIsAroundThemAreThoseOfTheInnerCall(Inner inner) {
        run(
                4,
                (context, url) -> context.getBean(RetryStrategies.class)
                        .build(rules -> {})
                        .run(() -> inner.get(context, url)));
    }

    @ParameterizedTest
    @EnumSource
    void requestsWhenTheFailureIsWrappedOnItsWayAreThoseOfTheInnerCall(Inner inner) {
        run(
                4,
                (context, url) -> context.getBean(Service.class).blocking(() -> {
                    try {
                        return inner.get(context, url);
                    } catch (RuntimeException ex) {
                        throw new IllegalStateException("The shop is closed", ex);
                    }
                }));
    }

    @ParameterizedTest
    @EnumSource
    void requestsWhenThreeCallsAreNestedAreThoseOfTheInnermost(Inner inner) {
        run(
                4,
                (context, url) -> context.getBean(Outermost.class)
                        .blocking(() -> context.getBean(Service.class).blocking(() -> inner.get(context, url))));
    }

    @Test
    void requestsWhenTheInnerCallIsNotRetriedAreThoseOfTheOuterOne() {
        run(
                4,
                (context, url) -> context.getBean(Service.class)
                        .blocking(() -> context.getBean(Outermost.class)
                                .without(() ->
                                        RestClient.create(url).get().retrieve().body(String.class))));
    }

    @Test
    void callWhenTheInnerOneIsHandedOffIsNotMadeAgain() {
        run(1, (context, url) -> {
            try {
                context.getBean(Service.class).blocking(() -> {
                    try {
                        return context.getBean(Outermost.class)
                                .handingOff(() ->
                                        RestClient.create(url).get().retrieve().body(String.class));
                    } catch (RetryLaterException ex) {
                        throw new IllegalStateException(ex);
                    }
                });
            } catch (IllegalStateException ex) {
                throw ((RetryLaterException) ex.getCause()).getCause();
            }
        });
    }

    @Test
    void callWhenItFailsWithWhatHasEndedAnotherCallBeforeIsRetried() {
        RuntimeException same = HttpServerErrorException.create(
                org.springframework.http.HttpStatus.INTERNAL_SERVER_ERROR, "", null, null, null);
        runner.withBean(Api.class, () -> () -> "").run(context -> {
            AtomicInteger calls = new AtomicInteger();
            for (int i = 1; i <= 2; i++) {
                assertThatThrownBy(() -> context.getBean(Service.class).blocking(() -> {
                            calls.incrementAndGet();
                            throw same;
                        }))
                        .isSameAs(same);
                assertThat(calls).hasValue(4 * i);
            }
        });
    }

    private void run(int requests, Call call) {
        try (RawServer server = RawServer.start(answer(response(500, "")))) {
            String url = server.url("/");
            runner.withBean(Api.class, () -> api(url)).run(context -> {
                assertThatThrownBy(() -> call.make(context, url))
                        .satisfiesAnyOf(
                                failure -> assertThat(failure).isInstanceOf(HttpServerErrorException.class),
                                failure -> assertThat(failure).isInstanceOf(WebClientResponseException.class),
                                failure -> assertThat(failure).hasRootCauseInstanceOf(HttpServerErrorException.class),
                                failure ->
                                        assertThat(failure).hasRootCauseInstanceOf(WebClientResponseException.class));
                assertThat(server.requests()).hasSize(requests);
            });
        }
    }

    private static Api api(String url) {
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(RestClient.create(url)))
                .build()
                .createClient(Api.class);
    }

    @FunctionalInterface
    private interface Call {

        void make(ApplicationContext context, String url) throws Throwable;
    }

    interface Api {

        @RetryOnStatus
        @GetExchange
        String get();
    }

    static class Service {

        @RetryOnStatus
        public String blocking(Supplier<String> call) {
            return call.get();
        }

        @RetryOnStatus
        public Mono<String> mono(Supplier<Mono<String>> call) {
            return call.get();
        }

        @RetryOnStatus
        public CompletableFuture<String> future(Supplier<CompletableFuture<String>> call) {
            return call.get();
        }
    }

    static class Outermost {

        @RetryOnStatus
        public String blocking(Supplier<String> call) {
            return call.get();
        }

        @RetryOnStatus("without")
        public String without(Supplier<String> call) {
            return call.get();
        }

        @RetryOnStatus("handing-off")
        public String handingOff(Supplier<String> call) {
            return call.get();
        }
    }
}
