package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
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

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static EmbeddedPostgres postgres;

    private static HikariDataSource pool;

    private final List<Node> nodes = new ArrayList<>();
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
        nodes.forEach(Node::kill);
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void durableWhenKilledDuringTheFirstAttemptIsGoneWithItsCaller() {
        answers = request -> 0;
        Node first = node();
        first.send("submit a");
        awaitRequests(1);
        first.kill();
        assertThat(rows()).isZero();
    }

    @Test
    void durableWhenKilledAfterTheFailureAndBeforeTheRowIsGoneWithItsCaller() {
        answers = request -> 429;
        Node first = node("--stop-at=encode");
        first.send("submit a");
        first.awaitLine("ENCODE");
        first.kill();
        assertThat(rows()).isZero();
        assertThat(requests).hasSize(1);
    }

    @Test
    void durableWhenKilledAfterTheRowIsMadeByTheOtherNodeWithTheSameKey() {
        answers = request -> requests.size() == 1 ? 429 : 200;
        Node first = node();
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
        Node first = node();
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
        Node first = node("--stop-at=success");
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
        Node first = node();
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
        Node first = node("--never-run=true");
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
        Node first = node(database);
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
        Node first = node();
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

    private Node node(String... more) {
        Node node = new Node(server.getAddress().getPort(), more);
        nodes.add(node);
        node.awaitLine("READY");
        return node;
    }

    private record Request(String order, String key) {}

    /** A process, and what it says. */
    private static final class Node {

        private final Process process;
        private final BufferedWriter commands;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        private Node(int port, String... more) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    DurableNode.class.getName(),
                    "--spring.datasource.hikari.maximum-pool-size=5",
                    "--shop.url=http://127.0.0.1:" + port + "/"));
            if (Stream.of(more).noneMatch(property -> property.startsWith("--spring.datasource.url="))) {
                command.add("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
                command.add("--spring.datasource.username=postgres");
            }
            command.addAll(List.of(more));
            try {
                process = new ProcessBuilder(command).redirectErrorStream(true).start();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
            commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            Thread reader = new Thread(this::read, "node-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                out.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException ex) {
                // it was killed
            }
        }

        private void send(String command) {
            try {
                commands.write(command);
                commands.newLine();
                commands.flush();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        private void awaitLine(String line) {
            await().atMost(PATIENCE)
                    .failFast(() -> !process.isAlive() && !lines.contains(line))
                    .untilAsserted(() -> assertThat(lines).contains(line));
        }

        private void kill() {
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
