package dev.recourse.retry.job;

import dev.recourse.retry.TestPrograms;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real Kafka broker in a process of its own. */
final class TestBroker implements AutoCloseable {

    private final Process process;
    private final int port;

    private TestBroker(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param directory empty, for its log */
    static TestBroker start(Path directory) throws Exception {
        int port = TestPrograms.freePort();
        int controller = TestPrograms.freePort();
        Path properties = directory.resolve("server.properties");
        Files.write(
                properties,
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@localhost:" + controller,
                        "listeners=PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller,
                        "advertised.listeners=PLAINTEXT://localhost:" + port,
                        "controller.listener.names=CONTROLLER",
                        "log.dirs=" + directory.resolve("logs"),
                        "num.partitions=1",
                        "offsets.topic.num.partitions=1",
                        "offsets.topic.replication.factor=1",
                        "group.initial.rebalance.delay.ms=0"));
        Process format =
                run("kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", properties.toString());
        String said = new String(format.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (format.waitFor() != 0) {
            throw new IllegalStateException("The log cannot be formatted: " + said);
        }
        Process broker = run("kafka.Kafka", properties.toString());
        BufferedReader out = broker.inputReader(StandardCharsets.UTF_8);
        String last = "";
        for (String line = out.readLine(); !last.contains("Kafka Server started"); line = out.readLine()) {
            if (line == null) {
                throw new IllegalStateException("The broker has ended: " + last);
            }
            last = line;
        }
        Thread drain = new Thread(() -> out.lines().forEach(line -> {}));
        drain.setDaemon(true);
        drain.start();
        return new TestBroker(broker, port);
    }

    String address() {
        return "localhost:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Process run(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
