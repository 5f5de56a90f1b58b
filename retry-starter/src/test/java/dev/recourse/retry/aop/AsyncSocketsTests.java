package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RawServer;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(60)
class AsyncSocketsTests {

    private static final RawServer.Script REFUSED = RawServer.answer(
            RawServer.response(429, "{\"retry_interval\": \"50ms\"}", "Content-Type: application/json"));

    private static final RawServer.Script EVENTS =
            RawServer.answer(RawServer.response(200, "[\"a\",\"b\"]", "Content-Type: application/json"));

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class, TaskExecutionAutoConfiguration.class, RetryAutoConfiguration.class))
            .withPropertyValues(
                    "recourse.retry.min-delay=10ms",
                    "recourse.retry.delays.429=50ms",
                    "recourse.retry.clients.slow.delays.429=1h",
                    "recourse.retry.clients.slow.max-wait=2h",
                    "recourse.retry.clients.slow.timeout=3h");

    @Test
    void httpServiceWhenRefusedIsCalledAgain() {
        try (RawServer server = RawServer.start(REFUSED, REFUSED, EVENTS)) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                Api api = context.getBean(Api.class);
                assertThat(api.mono().block()).isEqualTo("[\"a\",\"b\"]");
                assertThat(server.requests()).hasSize(3);
            });
        }
    }

    @Test
    void httpServiceWhenItReturnsAFluxIsCalledAgain() {
        try (RawServer server = RawServer.start(REFUSED, EVENTS)) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                assertThat(context.getBean(Api.class).flux().collectList().block())
                        .hasSize(1);
                assertThat(server.requests()).hasSize(2);
            });
        }
    }

    @Test
    void httpServiceWhenRetriesAreUsedUpFailsWithTheLastResponse() {
        try (RawServer server = RawServer.start(REFUSED)) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                Api api = context.getBean(Api.class);
                assertThatThrownBy(() -> api.mono().block())
                        .isInstanceOfSatisfying(
                                WebClientResponseException.TooManyRequests.class,
                                last -> assertThat(last.getSuppressed())
                                        .filteredOn(WebClientResponseException.class::isInstance)
                                        .hasSize(3));
                assertThat(server.requests()).hasSize(4);
            });
        }
    }

    @Test
    void jdkClientWhenRefusedIsCalledAgain() {
        try (RawServer server = RawServer.start(REFUSED, REFUSED, EVENTS)) {
            runner.withBean(Sending.class, () -> new Sending(server)).run(context -> {
                CompletableFuture<String> future =
                        context.getBean(Sending.class).call();
                assertThat(future).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("[\"a\",\"b\"]");
                assertThat(server.requests()).hasSize(3);
            });
        }
    }

    @Test
    void callsWhenCancelledWhileTheyWaitSendNothingMore() {
        try (RawServer server = RawServer.start(REFUSED)) {
            runner.withBean(Api.class, () -> api(server))
                    .withBean(Sending.class, () -> new Sending(server))
                    .run(context -> {
                        ScheduledRetryRegistry waiting = context.getBean(ScheduledRetryRegistry.class);
                        Disposable mono = context.getBean(Api.class).slow().subscribe();
                        CompletableFuture<String> future =
                                context.getBean(Sending.class).slow();
                        await(() -> waiting.count() == 2);
                        mono.dispose();
                        future.cancel(true);
                        assertThat(waiting.count()).isZero();
                        assertThat(server.requests()).hasSize(2);
                    });
        }
    }

    @Test
    void callWhenCancelledWhileItsRequestIsUnderWayHangsUp() {
        CountDownLatch hungUp = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        try (RawServer server = RawServer.start(exchange -> {
            exchange.readRequest();
            arrived.countDown();
            try {
                exchange.stall();
            } finally {
                hungUp.countDown();
            }
        })) {
            runner.withBean(Api.class, () -> api(server)).run(context -> {
                Disposable mono = context.getBean(Api.class).mono().subscribe();
                assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
                mono.dispose();
                assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
            });
        }
    }

    @Test
    void contextWhenItClosesEndsWhatWaits() {
        try (RawServer server = RawServer.start(REFUSED)) {
            List<CompletableFuture<String>> calls = new ArrayList<>();
            runner.withBean(Api.class, () -> api(server))
                    .withBean(Sending.class, () -> new Sending(server))
                    .run(context -> {
                        calls.add(context.getBean(Api.class).slow().toFuture());
                        calls.add(context.getBean(Sending.class).slow());
                        await(() ->
                                context.getBean(ScheduledRetryRegistry.class).count() == 2);
                    });
            assertThatThrownBy(() -> calls.get(0).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(WebClientResponseException.TooManyRequests.class);
            assertThatThrownBy(() -> calls.get(1).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(HttpClientErrorException.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void callsWhenTenThousandWaitAtOnceHoldOneThread() {
        runner.withPropertyValues(
                        "recourse.retry.budget.ratio=1",
                        "recourse.retry.clients.slow.delays[dev.recourse.retry.aop.AsyncSocketsTests.Asking]=retryAfter")
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).named("slow");
                    ScheduledRetryRegistry waiting = context.getBean(ScheduledRetryRegistry.class);
                    Set<Thread> before = Thread.getAllStackTraces().keySet();
                    CompletableFuture<String> underWay = new CompletableFuture<>();
                    List<CompletableFuture<String>> calls = new ArrayList<>();
                    for (int i = 0; i < 10_000; i++) {
                        Iterator<CompletableFuture<String>> attempts = List.of(
                                        underWay, CompletableFuture.completedFuture("done"))
                                .iterator();
                        calls.add(strategy.future(attempts::next));
                    }
                    underWay.completeExceptionally(new Asking());
                    assertThat(waiting.count()).isEqualTo(10_000);
                    assertThat(Thread.getAllStackTraces().keySet())
                            .filteredOn(thread -> !before.contains(thread))
                            .filteredOn(thread -> thread.getName().startsWith("recourse-retry"))
                            .hasSizeLessThanOrEqualTo(1);
                    assertThat(Thread.getAllStackTraces()).hasSizeLessThan(before.size() + 20);
                    assertThat(context.getBean(RetryClientRegistry.class).lift("slow"))
                            .isTrue();
                    assertThat(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)))
                            .succeedsWithin(Duration.ofSeconds(30));
                    assertThat(calls).allMatch(call -> call.join().equals("done"));
                    assertThat(waiting.count()).isZero();
                });
    }

    private static void await(Condition condition) throws InterruptedException {
        while (!condition.isMet()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static Api api(RawServer server) {
        WebClient client = WebClient.builder().baseUrl(server.url("/")).build();
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                .build()
                .createClient(Api.class);
    }

    interface Condition {

        boolean isMet();
    }

    interface Api {

        @RetryOnStatus
        @GetExchange("/events")
        Mono<String> mono();

        @RetryOnStatus
        @GetExchange("/events")
        Flux<String> flux();

        @RetryOnStatus("slow")
        @GetExchange("/events")
        Mono<String> slow();
    }

    static final class Asking extends RuntimeException {

        final Duration retryAfter = Duration.ofHours(1);
    }

    static class Sending {

        private final HttpClient client = HttpClient.newHttpClient();
        private final URI uri;

        Sending(RawServer server) {
            this.uri = URI.create(server.url("/events"));
        }

        @RetryOnStatus
        public CompletableFuture<String> call() {
            return send();
        }

        @RetryOnStatus("slow")
        public CompletableFuture<String> slow() {
            return send();
        }

        private CompletableFuture<String> send() {
            return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .thenApply(response -> {
                        if (response.statusCode() != 200) {
                            throw new HttpClientErrorException(HttpStatus.valueOf(response.statusCode()));
                        }
                        return response.body();
                    });
        }
    }
}
