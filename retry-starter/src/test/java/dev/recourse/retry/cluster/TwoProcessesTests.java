package dev.recourse.retry.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes with two hundred callers each, a server that tells one of them, and a Redis that is killed. */
@Tag("child")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoProcessesTests {

    private final AtomicInteger requests = new AtomicInteger();

    @Test
    void serverThatToldOneProcessIsLeftAloneByBothUntilTheCooldownIsLifted() throws Exception {
        try (TestRedis redis = TestRedis.start()) {
            HttpServer server = serve();
            String url = "http://localhost:" + server.getAddress().getPort();
            try (ChildNode first = ChildNode.start(redis.port(), url);
                    ChildNode second = ChildNode.start(redis.port(), url)) {
                assertThat(second.ask("known")).isEqualTo("false");
                assertThat(first.ask("1")).isEqualTo("{told=1}");
                await().atMost(60, TimeUnit.SECONDS)
                        .until(() -> second.ask("known").equals("true"));
                assertThat(storm(first, second)).isEqualTo("{kept back=200}{kept back=200}");
                redis.kill();
                assertThat(storm(first, second)).isEqualTo("{kept back=200}{kept back=200}");
                redis.restart();
                assertThat(storm(first, second)).isEqualTo("{kept back=200}{kept back=200}");
                assertThat(requests).hasValue(1);
                assertThat(second.ask("lift")).isEqualTo("true");
                await().atMost(60, TimeUnit.SECONDS)
                        .until(() -> first.ask("known").equals("false"));
                assertThat(storm(first, second)).isEqualTo("{done=200}{done=200}");
                assertThat(requests).hasValue(401);
            } finally {
                server.stop(0);
            }
        }
    }

    private static String storm(ChildNode first, ChildNode second) throws Exception {
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> {
            try {
                return second.ask("200");
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        });
        return first.ask("200") + other.get();
    }

    /** Tells the first who asks to come back in an hour, and serves all others. */
    private HttpServer serve() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            boolean first = requests.incrementAndGet() == 1;
            if (first) {
                exchange.getResponseHeaders().set("Retry-After", "3600");
            }
            exchange.sendResponseHeaders(first ? 429 : 200, 0);
            exchange.getResponseBody().write((first ? "later" : "done").getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }
}
