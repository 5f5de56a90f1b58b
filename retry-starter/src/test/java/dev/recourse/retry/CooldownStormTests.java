package dev.recourse.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.execution.ScheduledRetryRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Many callers of a server that asks to be left alone. */
@Timeout(60)
@Tag("slow")
class CooldownStormTests {

    private static final int CALLERS = 48;

    private static final Duration COOLDOWN = Duration.ofSeconds(1);

    /** Of the requests after those that were turned away, counted from when that was. */
    private final Queue<Duration> arrivals = new ConcurrentLinkedQueue<>();

    private final Queue<Duration> delays = new ConcurrentLinkedQueue<>();

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    private final ExecutorService handlers = Executors.newFixedThreadPool(CALLERS + 1);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
            .withInitializer(context -> context.addApplicationListener(waits()))
            .withPropertyValues(
                    "recourse.retry.jitter-factor=0.5",
                    "recourse.retry.budget.min-per-second=1000",
                    "recourse.retry.clients.api.max-retries=3",
                    "recourse.retry.clients.other.max-retries=3");

    private HttpServer server;

    private WebClient http;

    @AfterEach
    void stop() {
        server.stop(0);
        callers.shutdownNow();
        handlers.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"429, 1", "503, 1", "429, " + CALLERS, "503, " + CALLERS})
    void serverWhenItAsksToBeLeftAloneIsAndCallersComeBackSpread(int status, int turnedAway) throws IOException {
        start(status, turnedAway);
        runner.run(context -> {
            ScheduledRetryRegistry waiting = context.getBean(ScheduledRetryRegistry.class);
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            RetryStrategy strategy = strategies.named("api");
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int call = 0; call < CALLERS; call++) {
                calls.add(call(call, strategy));
                if (call + 1 == turnedAway) {
                    await().until(() -> waiting.count() == turnedAway);
                }
            }
            strategies.named("other").run(() -> get("/other").block());
            assertThat(arrivals).isEmpty();

            assertThat(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)))
                    .succeedsWithin(Duration.ofSeconds(20));
            assertThat(arrivals).hasSize(CALLERS).allMatch(arrival -> arrival.compareTo(COOLDOWN) >= 0);
            assertThat(Collections.max(delays).minus(Collections.min(delays))).isGreaterThan(COOLDOWN.dividedBy(10));
            assertThat(waiting.count()).isZero();
        });
    }

    private ApplicationListener<PayloadApplicationEvent<RetryEvent>> waits() {
        return event -> {
            if (event.getPayload() instanceof RetryEvent.Wait wait) {
                delays.add(wait.delay());
            }
        };
    }

    /** Callers of all kinds, one like the other. */
    private CompletableFuture<?> call(int number, RetryStrategy strategy) {
        return switch (number % 3) {
            case 0 ->
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                strategy.run(() -> get("/").block());
                            } catch (Exception ex) {
                                throw new CompletionException(ex);
                            }
                        },
                        callers);
            case 1 -> strategy.mono(() -> get("/")).toFuture();
            default -> strategy.future(() -> get("/").toFuture());
        };
    }

    private Mono<ResponseEntity<Void>> get(String path) {
        return http.get().uri(path).retrieve().toBodilessEntity();
    }

    /** Answers those it turns away when all of them have come. */
    private void start(int status, int turnedAway) throws IOException {
        CountDownLatch storm = new CountDownLatch(turnedAway);
        AtomicLong asked = new AtomicLong();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CALLERS);
        server.setExecutor(handlers);
        server.createContext("/other", exchange -> answer(exchange, 204));
        server.createContext("/", exchange -> {
            long now = System.nanoTime();
            if (storm.getCount() == 0) {
                arrivals.add(Duration.ofNanos(now - asked.get()));
                answer(exchange, 204);
                return;
            }
            storm.countDown();
            try {
                storm.await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
            asked.accumulateAndGet(System.nanoTime(), (first, time) -> first == 0 ? time : first);
            exchange.getResponseHeaders().set("Retry-After", Long.toString(COOLDOWN.toSeconds()));
            answer(exchange, status);
        });
        server.start();
        http = WebClient.create("http://localhost:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
