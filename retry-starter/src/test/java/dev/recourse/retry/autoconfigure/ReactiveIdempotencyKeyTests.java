package dev.recourse.retry.autoconfigure;

import static dev.recourse.retry.RawServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The keys that arrive at a server, sent by calls that hold no thread. */
class ReactiveIdempotencyKeyTests {

    private static final String BUSY = response(429, "", "Retry-After: 0");

    private static final String DONE = response(200, "done");

    private static final Pattern KEY = Pattern.compile("(?im)^idempotency-key: *(.*?) *$");

    private ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class,
                    ReactiveHttpClientAutoConfiguration.class,
                    WebClientAutoConfiguration.class,
                    RetryAutoConfiguration.class))
            .withBean("orders", Orders.class, Orders::new)
            .withBean("payments", Payments.class, Payments::new)
            .withPropertyValues(
                    "recourse.retry.cooldown=none",
                    "recourse.retry.min-delay=1ms",
                    "recourse.retry.clients.keyed.idempotency-key=true",
                    "recourse.retry.clients.unkeyed.max-retries=3");

    private RawServer server = RawServer.start(RawServer.answer(DONE));

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenOnIsTheSameInAllAttemptsAndAnotherInEachCall(Kind kind) {
        run(List.of(BUSY, DONE, DONE), context -> {
            Supplier<Mono<String>> post = () -> post(context);
            assertThat(kind.call(context, post)).isEqualTo("done");
            assertThat(kind.call(context, post)).isEqualTo("done");
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(3).doesNotContain("");
        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void keyWhenHandedOffIsInTheException(Kind kind) {
        runner = runner.withPropertyValues("recourse.retry.hand-off=always");
        run(List.of(BUSY), context -> {
            RetryLaterException later =
                    catchThrowableOfType(RetryLaterException.class, () -> kind.call(context, () -> post(context)));
            assertThat(keys()).containsExactly(later.idempotencyKey());
        });
    }

    @Test
    void keyWhenSubscribedTwiceIsOneForEachCall() {
        run(List.of(DONE), context -> {
            Mono<String> twice = context.getBean(Orders.class).keyedMono(() -> post(context));
            twice.block();
            twice.block();
        });
        assertThat(keys()).hasSize(2).doesNotHaveDuplicates().doesNotContain("");
    }

    @Test
    void keyWhenRequestIsMadeInAnotherThreadIsThatOfTheCall() {
        run(
                List.of(DONE, BUSY, DONE),
                context -> context.getBean(Orders.class)
                        .keyedMono(() -> post(context).flatMap(first -> post(context)))
                        .block());
        List<String> keys = keys();
        assertThat(keys).hasSize(4).doesNotContain("");
        assertThat(keys).containsOnly(keys.get(0));
    }

    @Test
    void keyWhenCallIsOverIsNotSentByWhatComesAfter() {
        run(
                List.of(BUSY, DONE),
                context -> context.getBean(Orders.class)
                        .keyedMono(() -> post(context))
                        .flatMap(done -> post(context))
                        .block());
        List<String> keys = keys();
        assertThat(keys).hasSize(3);
        assertThat(keys.get(1)).isNotEmpty();
        assertThat(keys.get(2)).isEmpty();
    }

    @Test
    void keyWhenCallsAreNestedIsTheirOwnOrNone() {
        run(List.of(DONE), context -> {
            Payments payments = context.getBean(Payments.class);
            RetryStrategy unkeyed = context.getBean(RetryStrategies.class).named("unkeyed");
            context.getBean(Orders.class)
                    .keyedMono(() -> payments.unkeyedMono(() -> post(context))
                            .flatMap(done -> payments.unkeyedMono(() -> post(context)))
                            .flatMap(done -> Mono.fromFuture(
                                    unkeyed.future(() -> post(context).toFuture())))
                            .flatMap(done -> payments.keyedMono(() -> post(context)))
                            .flatMap(done -> post(context)))
                    .block();
        });
        List<String> keys = keys();
        assertThat(keys).hasSize(5);
        assertThat(keys.subList(0, 3)).containsOnly("");
        assertThat(keys.subList(3, 5)).doesNotContain("").doesNotHaveDuplicates();
    }

    @Test
    void keyWhenOuterCallHoldsItsThreadIsNotThatOfAReactiveCallWithin() {
        run(
                List.of(DONE),
                context -> context.getBean(Orders.class).keyed(() -> {
                    Payments payments = context.getBean(Payments.class);
                    payments.unkeyedMono(() -> post(context)).block();
                    context.getBean(RetryStrategies.class)
                            .named("unkeyed")
                            .future(() -> post(context).toFuture())
                            .join();
                    return post(context).block();
                }));
        List<String> keys = keys();
        assertThat(keys.subList(0, 2)).containsOnly("");
        assertThat(keys.get(2)).isNotEmpty();
    }

    private void run(List<String> answers, Consumer<ApplicationContext> test) {
        server.close();
        server = RawServer.start(answers.stream().map(RawServer::answer).toArray(RawServer.Script[]::new));
        runner.run(test::accept);
    }

    private Mono<String> post(ApplicationContext context) {
        return context.getBean(WebClient.Builder.class)
                .build()
                .post()
                .uri(server.url("/"))
                .retrieve()
                .bodyToMono(String.class);
    }

    private List<String> keys() {
        return server.requests().stream()
                .map(request -> KEY.matcher(request)
                        .results()
                        .map(match -> match.group(1))
                        .findFirst())
                .map(key -> key.orElse(""))
                .toList();
    }

    enum Kind {
        MONO,
        FLUX,
        FUTURE,
        STRATEGY_MONO,
        STRATEGY_FLUX,
        STRATEGY_FUTURE;

        String call(ApplicationContext context, Supplier<Mono<String>> post) {
            Orders orders = context.getBean(Orders.class);
            RetryStrategy strategy = context.getBean(RetryStrategies.class).named("keyed");
            return switch (this) {
                case MONO -> orders.keyedMono(post).block();
                case FLUX -> orders.keyedFlux(post).blockLast();
                case FUTURE -> join(orders.keyedFuture(post));
                case STRATEGY_MONO -> strategy.mono(post).block();
                case STRATEGY_FLUX -> strategy.flux(() -> post.get().flux()).blockLast();
                case STRATEGY_FUTURE -> join(strategy.future(() -> post.get().toFuture()));
            };
        }

        private static String join(CompletableFuture<String> future) {
            try {
                return future.join();
            } catch (CompletionException ex) {
                throw (RuntimeException) ex.getCause();
            }
        }
    }

    static class Orders {

        @RetryOnStatus("keyed")
        public String keyed(Supplier<String> request) {
            return request.get();
        }

        @RetryOnStatus("keyed")
        public Mono<String> keyedMono(Supplier<Mono<String>> request) {
            return request.get();
        }

        @RetryOnStatus("keyed")
        public Flux<String> keyedFlux(Supplier<Mono<String>> request) {
            return request.get().flux();
        }

        @RetryOnStatus("keyed")
        public CompletableFuture<String> keyedFuture(Supplier<Mono<String>> request) {
            return request.get().toFuture();
        }
    }

    static class Payments {

        @RetryOnStatus("keyed")
        public Mono<String> keyedMono(Supplier<Mono<String>> request) {
            return request.get();
        }

        @RetryOnStatus("unkeyed")
        public Mono<String> unkeyedMono(Supplier<Mono<String>> request) {
            return request.get();
        }
    }
}
