package dev.recourse.retry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

/** What a server that is down gets from many callers. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class StormTests {

    private static final int CALLERS = 50;

    private static final int CALLS = 10_000;

    private final AtomicInteger requests = new AtomicInteger();

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    private final ExecutorService handlers = Executors.newFixedThreadPool(CALLERS);

    private HttpServer server;

    private volatile boolean down = true;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CALLERS);
        server.setExecutor(handlers);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(down ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        callers.shutdownNow();
        handlers.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void serverWhenItIsDownGetsAtMostAFifthMoreCallsAndNoneMoreWhenItIsBack(Way way, CapturedOutput output) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class))
                .withPropertyValues("recourse.retry.delays.5xx=100ms")
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).build(rules -> {});
                    long start = System.nanoTime();
                    assertThat(failuresOf(way, strategy, CALLS)).isEqualTo(CALLS);
                    long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                    assertThat(requests.get() - CALLS).isBetween(CALLS / 20, CALLS / 5 + (int) (10 * seconds));
                    assertThat(output.toString().lines().filter(line -> line.contains("WARN")))
                            .hasSizeLessThanOrEqualTo(1 + (int) seconds / 60);

                    down = false;
                    requests.set(0);
                    assertThat(failuresOf(way, strategy, 500)).isZero();
                    assertThat(requests).hasValue(500);
                });
    }

    private int failuresOf(Way way, RetryStrategy strategy, int calls) throws Exception {
        RestClient client = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory())
                .baseUrl("http://localhost:" + server.getAddress().getPort())
                .build();
        List<Future<Boolean>> results = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            results.add(callers.submit(() -> isFailing(way, strategy, client)));
        }
        int failures = 0;
        for (Future<Boolean> result : results) {
            failures += result.get() ? 1 : 0;
        }
        return failures;
    }

    private static boolean isFailing(Way way, RetryStrategy strategy, RestClient client) throws Exception {
        try {
            way.call(strategy, () -> client.get().uri("/").retrieve().toBodilessEntity());
            return false;
        } catch (HttpServerErrorException.InternalServerError ex) {
            return true;
        }
    }

    enum Way {
        BLOCKING {
            @Override
            void call(RetryStrategy strategy, Callable<?> request) throws Exception {
                strategy.call(request);
            }
        },
        FUTURE {
            @Override
            void call(RetryStrategy strategy, Callable<?> request) throws Exception {
                try {
                    strategy.future(() -> begin(request)).get();
                } catch (ExecutionException ex) {
                    throw (Exception) ex.getCause();
                }
            }
        };

        abstract void call(RetryStrategy strategy, Callable<?> request) throws Exception;

        private static CompletableFuture<?> begin(Callable<?> request) {
            try {
                return CompletableFuture.completedFuture(request.call());
            } catch (Exception ex) {
                return CompletableFuture.failedFuture(ex);
            }
        }
    }
}
