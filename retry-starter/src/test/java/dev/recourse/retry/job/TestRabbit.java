package dev.recourse.retry.job;

import com.rabbitmq.client.ConnectionFactory;
import dev.recourse.retry.TestPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real RabbitMQ in processes of its own, which can be killed and started again with what it has on disk. */
final class TestRabbit implements AutoCloseable {

    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final Path directory;
    private final int port = TestPrograms.freePort();
    private final int names = TestPrograms.freePort();
    private final int distribution = TestPrograms.freePort();
    private final Process epmd;
    private Process server;

    private TestRabbit(Path directory) throws IOException {
        this.directory = directory;
        Files.writeString(directory.resolve("plugins"), "[].");
        // Erlang would start one for everybody, and leave it.
        this.epmd = process("epmd", "-port", String.valueOf(names));
        this.server = run();
    }

    /**
     * Starts it. Where there is none the test is skipped, or fails if RECOURSE_RABBIT says that there must be one.
     *
     * @param directory empty, for its data and log
     */
    static TestRabbit start(Path directory) throws IOException {
        TestPrograms.need(Files.isExecutable(SERVER), "RECOURSE_RABBIT", "The tests of Spring AMQP need " + SERVER);
        return new TestRabbit(directory);
    }

    int port() {
        return port;
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        Stream.concat(server.descendants(), Stream.of(server.toHandle())).forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    void restart() throws IOException {
        server = run();
    }

    @Override
    public void close() {
        kill();
        epmd.destroyForcibly();
    }

    private Process run() throws IOException {
        Process started = process(SERVER.toString());
        ConnectionFactory connections = new ConnectionFactory();
        connections.setHost("localhost");
        connections.setPort(port);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .failFast("The broker has ended", () -> !started.isAlive())
                .ignoreExceptions()
                .until(() -> {
                    connections.newConnection().close();
                    return true;
                });
        return started;
    }

    private Process process(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("output").toFile()));
        builder.environment()
                .putAll(Map.ofEntries(
                        Map.entry("HOME", directory.toString()),
                        Map.entry("ERL_EPMD_PORT", String.valueOf(names)),
                        Map.entry("RABBITMQ_NODENAME", "test@localhost"),
                        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
                        Map.entry("RABBITMQ_DIST_PORT", String.valueOf(distribution)),
                        Map.entry(
                                "RABBITMQ_MNESIA_BASE",
                                directory.resolve("data").toString()),
                        Map.entry("RABBITMQ_LOG_BASE", directory.resolve("log").toString()),
                        Map.entry("RABBITMQ_PID_FILE", directory.resolve("pid").toString()),
                        Map.entry(
                                "RABBITMQ_CONF_ENV_FILE",
                                directory.resolve("no-environment").toString()),
                        Map.entry(
                                "RABBITMQ_CONFIG_FILE",
                                directory.resolve("no-configuration").toString()),
                        Map.entry(
                                "RABBITMQ_ENABLED_PLUGINS_FILE",
                                directory.resolve("plugins").toString()),
                        Map.entry("RABBITMQ_ALLOW_INPUT", "true")));
        return builder.start();
    }
}
