package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two nodes on one PostgreSQL, one of which is killed at each step of a call ({@code kill -9}). Each test says what the
 * server saw, and what the table held.
 */
@Tag("child")
class KilledNodesTests {

    private static final Duration PATIENCE = NodeProcess.PATIENCE;

    private static EmbeddedPostgres postgres;

    private static HikariDataSource pool;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Function<Request, Integer> answers = request -> 200;
    private HttpServer server;

    @BeforeAll
    static void startPostgres() {
        postgres = DurableApplication.postgres();
        pool = DurableApplication.pool(postgres.getJdbcUrl("postgres", "postgres"), "postgres");
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        pool.close();
        postgres.close();
    }

    @BeforeEach
    void startServer() throws IOException {
        new JdbcTemplate(pool).execute("drop table if exists scheduled_tasks");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(NodeProcess::kill);
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void durableWhenKilledDuringTheFirstAttemptIsGoneWithItsCaller() {
        answers = request -> 0;
        NodeProcess first = node();
        first.send("submit a");
        awaitRequests(1);
        first.kill();
        assertThat(rows()).isZero();
    }

    @Test
    void durableWhenKilledAfterTheFailureAndBeforeTheRowIsGoneWithItsCaller() {
        answers = request -> 429;
        NodeProcess first = node("--stop-at=encode");
        first.send("submit a");
        first.awaitLine("ENCODE");
        first.kill();
        assertThat(rows()).isZero();
        assertThat(requests).hasSize(1);
    }

    @Test
    void durableWhenKilledAfterTheRowIsMadeByTheOtherNodeWithTheSameKey() {
        answers = request -> requests.size() == 1 ? 429 : 200;
        NodeProcess first = node();
        first.send("submit a");
        first.awaitLine("RETURNED a");
        first.kill();
        assertThat(rows()).isOne();
        node();
        awaitRequests(2);
        awaitNoRow();
        assertThatAllSendOneKey();
    }

    @Test
    void durableWhenKilledDuringALaterAttemptIsTakenOver() {
        answers = request -> requests.size() == 1 ? 429 : requests.size() == 2 ? 0 : 200;
        NodeProcess first = node();
        first.send("submit a");
        first.awaitLine("RETURNED a");
        awaitRequests(2);
        first.kill();
        assertThat(rows()).isOne();
        node();
        awaitRequests(3);
        awaitNoRow();
        assertThatAllSendOneKey();
    }

    @Test
    void durableWhenKilledAfterTheSuccessAndBeforeTheRowIsGoneIsSentTwiceWithOneKey() {
        answers = request -> requests.size() == 1 ? 429 : 200;
        NodeProcess first = node("--stop-at=success");
        first.send("submit a");
        first.awaitLine("SUCCESS");
        first.kill();
        assertThat(rows()).isOne();
        assertThat(requests).hasSize(2);
        node();
        awaitRequests(3);
        awaitNoRow();
        assertThat(requests).hasSize(3);
        assertThatAllSendOneKey();
    }

    @Test
    void outboxWhenKilledDuringTheFirstAttemptIsTakenOverWithTheSameKey() {
        answers = request -> requests.size() == 1 ? 0 : 200;
        NodeProcess first = node();
        first.send("outbox a");
        first.awaitLine("RETURNED a");
        awaitRequests(1);
        first.kill();
        assertThat(rows()).isOne();
        node();
        awaitRequests(2);
        awaitNoRow();
        assertThatAllSendOneKey();
    }

    @Test
    void outboxWhenKilledBeforeTheAttemptIsMadeByTheOtherNode() {
        NodeProcess first = node("--never-run=true");
        first.send("outbox a");
        first.awaitLine("RETURNED a");
        first.kill();
        assertThat(rows()).isOne();
        assertThat(requests).isEmpty();
        node();
        awaitRequests(1);
        awaitNoRow();
    }

    @Test
    void durableOnH2InAFileThatWritesAtOnceWhenKilledAfterTheRowIsMadeByTheNextNode(@TempDir Path directory) {
        answers = request -> requests.size() == 1 ? 429 : 200;
        String[] database = {
            "--spring.datasource.url=jdbc:h2:" + directory.resolve("calls") + ";WRITE_DELAY=0",
            "--spring.datasource.username=sa"
        };
        NodeProcess first = node(database);
        first.send("submit a");
        first.awaitLine("RETURNED a");
        first.kill();
        node(database);
        awaitRequests(2);
        assertThatAllSendOneKey();
    }

    @Test
    void nodeWhenStoppedFinishesTheAttemptUnderWay() {
        answers = request -> {
            sleep(Duration.ofSeconds(2));
            return 200;
        };
        NodeProcess first = node();
        first.send("outbox a");
        awaitRequests(1);
        first.send("stop");
        first.awaitLine("STOPPED");
        assertThat(rows()).isZero();
        assertThat(requests).hasSize(1);
    }

    private void serve(HttpExchange exchange) throws IOException {
        Request request = new Request(
                exchange.getRequestURI().getPath().substring(1),
                String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
        requests.add(request);
        int status = answers.apply(request);
        if (status == 0) {
            sleep(Duration.ofMinutes(5));
            return;
        }
        exchange.getResponseHeaders().add("Retry-After", "1");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRequests(int number) {
        await().atMost(PATIENCE).until(() -> requests.size() >= number);
    }

    private static void awaitNoRow() {
        await().atMost(PATIENCE).until(() -> rows() == 0);
    }

    private void assertThatAllSendOneKey() {
        assertThat(requests).extracting(Request::key).doesNotContain("").containsOnly(requests.get(0).key);
    }

    private static int rows() {
        return new JdbcTemplate(pool).queryForObject("select count(*) from scheduled_tasks", Integer.class);
    }

    private NodeProcess node(String... more) {
        List<String> properties = new ArrayList<>(List.of(more));
        properties.add("--shop.url=http://127.0.0.1:" + server.getAddress().getPort() + "/");
        if (properties.stream().noneMatch(property -> property.startsWith("--spring.datasource.url="))) {
            properties.add("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
            properties.add("--spring.datasource.username=postgres");
        }
        NodeProcess node = new NodeProcess(properties);
        nodes.add(node);
        node.awaitReady();
        return node;
    }

    private record Request(String order, String key) {}
}
