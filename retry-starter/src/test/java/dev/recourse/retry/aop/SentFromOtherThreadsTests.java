package dev.recourse.retry.aop;

import static dev.recourse.retry.RawServer.answer;
import static dev.recourse.retry.RawServer.answerThenStall;
import static dev.recourse.retry.RawServer.response;
import static dev.recourse.retry.aop.SendingClient.REST_CLIENT_ON_JDK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RawServer.Script;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** How many requests a server gets from attempts that go on in other threads, where no exception tells what was sent. */
@Tag("slow")
class SentFromOtherThreadsTests {

    private static final Script DONE = answer(response(200, "done"));

    private static final Script FAILURE = answer(response(500, ""));

    private static final Script NO_ANSWER = answerThenStall("");

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final VirtualTime time = new VirtualTime();

    private RawServer server;

    private final ApplicationContextRunner runner = REST_CLIENT_ON_JDK.on(
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
                    .withUserConfiguration(Application.class, Orders.class)
                    .withBean("time", VirtualTime.class, () -> time)
                    .withPropertyValues("recourse.retry.jitter-factor=0", "recourse.retry.delays.5xx=1s"),
            Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({"POST, 1", "GET, 2"})
    void requestWhenAMonoSendsItFromAnElasticThreadIsSentAgainOnlyIfIdempotent(String method, int requests) {
        serve(
                requests,
                new Script[] {FAILURE, DONE},
                (context, url) -> orders(context)
                        .mono(() -> Mono.fromSupplier(() -> rest(context, method, url))
                                .subscribeOn(Schedulers.boundedElastic()))
                        .block());
    }

    @ParameterizedTest
    @CsvSource({"POST, 1", "GET, 2"})
    void requestWhenAFutureSendsItFromAPoolIsSentAgainOnlyIfIdempotent(String method, int requests) {
        serve(
                requests,
                new Script[] {FAILURE, DONE},
                (context, url) -> orders(context)
                        .future(() -> CompletableFuture.supplyAsync(() -> rest(context, method, url)))
                        .join());
    }

    @ParameterizedTest
    @CsvSource({"POST, 1", "GET, 2"})
    void requestWhenAnAsyncMethodSendsItIsSentAgainOnlyIfIdempotent(String method, int requests) {
        serve(
                requests,
                new Script[] {FAILURE, DONE},
                (context, url) ->
                        orders(context).async(() -> rest(context, method, url)).join());
    }

    @ParameterizedTest
    @CsvSource({"POST, 1", "GET, 2"})
    void requestWhenAMonoGivesUpOnItIsSentAgainOnlyIfIdempotent(String method, int requests) {
        serve(
                requests,
                new Script[] {NO_ANSWER, DONE},
                (context, url) -> orders(context)
                        .mono(() -> SendingClient.webClient(context, HttpMethod.valueOf(method), url)
                                .timeout(momentAfterRequest()))
                        .block());
    }

    @ParameterizedTest
    @CsvSource({"POST, 2", "GET, 4"})
    void requestWhenAMonoGivesUpOnTheSecondIsSentAgainOnlyIfIdempotent(String method, int requests) {
        serve(
                requests,
                new Script[] {DONE, NO_ANSWER, DONE},
                (context, url) -> orders(context)
                        .mono(() -> SendingClient.webClient(context, GET, url)
                                .flatMap(done -> SendingClient.webClient(context, HttpMethod.valueOf(method), url)
                                        .timeout(momentAfterRequest())))
                        .block());
    }

    @Test
    void requestWhenAMonoHasPostedBeforeWhatFailsIsNotSentAgain() {
        serve(
                2,
                new Script[] {DONE, FAILURE, DONE},
                (context, url) -> orders(context)
                        .mono(() -> SendingClient.webClient(context, POST, url)
                                .flatMap(done -> SendingClient.webClient(context, GET, url)))
                        .block());
    }

    @ParameterizedTest
    @CsvSource({"POST, 1", "GET, 2"})
    void requestWhenAFutureGivesUpOnItIsSentAgainOnlyIfIdempotent(String method, int requests) {
        serve(
                requests,
                new Script[] {NO_ANSWER, DONE},
                (context, url) -> orders(context)
                        .future(() -> {
                            Mono<Long> patience = momentAfterRequest();
                            CompletableFuture<String> answer = SendingClient.webClient(
                                            context, HttpMethod.valueOf(method), url)
                                    .toFuture();
                            patience.subscribe(end -> answer.completeExceptionally(new TimeoutException()));
                            return answer;
                        })
                        .join());
    }

    @ParameterizedTest
    @CsvSource({"POST, 1", "GET, 2"})
    @EnabledForJreRange(min = JRE.JAVA_21)
    void requestWhenAVirtualThreadSendsItIsSentAgainOnlyIfIdempotent(String method, int requests) {
        ExecutorService virtual = virtualThreads();
        serve(
                requests,
                new Script[] {FAILURE, DONE},
                (context, url) -> virtual.submit(() -> orders(context).blocking(() -> rest(context, method, url)))
                        .get());
        virtual.shutdown();
    }

    /** The tests are compiled for JDK 17. */
    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException ex) {
            throw new LinkageError("No virtual threads", ex);
        }
    }

    private static Orders orders(ApplicationContext context) {
        return context.getBean(Orders.class);
    }

    private static String rest(ApplicationContext context, String method, String url) {
        return REST_CLIENT_ON_JDK.send(context, HttpMethod.valueOf(method), url);
    }

    /** Emits a moment after the server has got one more request: a machine that is busy may send it late. */
    private Mono<Long> momentAfterRequest() {
        int before = server.requests().size();
        return Flux.interval(Duration.ofMillis(10))
                .filter(tick -> server.requests().size() > before)
                .next()
                .delayElement(PATIENCE);
    }

    private void serve(int requests, Script[] scripts, Call call) {
        try (RawServer started = RawServer.start(scripts)) {
            server = started;
            runner.run(context -> {
                Throwable failure = catchThrowable(() -> call.make(context, server.url("/")));
                await().untilAsserted(() -> assertThat(server.requests()).hasSize(requests));
                assertThat(server.requests().size() > scripts.length - 1).isEqualTo(failure == null);
            });
        }
    }

    @FunctionalInterface
    private interface Call {

        @Nullable
        String make(ApplicationContext context, String url) throws Exception;
    }

    @EnableAsync
    static class Application {}

    static class Orders {

        @RetryOnStatus
        public String blocking(Supplier<String> request) {
            return request.get();
        }

        @RetryOnStatus
        public Mono<String> mono(Supplier<Mono<String>> request) {
            return request.get();
        }

        @RetryOnStatus
        public CompletableFuture<String> future(Supplier<CompletableFuture<String>> request) {
            return request.get();
        }

        @Async
        @RetryOnStatus
        public CompletableFuture<String> async(Supplier<String> request) {
            return CompletableFuture.completedFuture(request.get());
        }
    }
}
