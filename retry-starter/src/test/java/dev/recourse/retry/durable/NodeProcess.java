package dev.recourse.retry.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@link DurableNode} in a process of its own, and what it says. */
final class NodeProcess {

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final BufferedWriter commands;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Starts the process, which is not ready yet. */
    NodeProcess(List<String> properties) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DurableNode.class.getName(),
                "--spring.datasource.hikari.maximum-pool-size=5"));
        command.addAll(properties);
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

    /** Returns the lines that it has said so far. */
    List<String> lines() {
        return lines;
    }

    boolean isReady() {
        return lines.contains(DurableNode.READY);
    }

    void awaitReady() {
        awaitLine(DurableNode.READY);
    }

    void send(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    void awaitLine(String line) {
        await().atMost(PATIENCE)
                .failFast(() -> !process.isAlive() && !lines.contains(line))
                .untilAsserted(() -> assertThat(lines).contains(line));
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
