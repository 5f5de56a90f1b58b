package dev.recourse.benchmarks.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One process, and the figures that it prints. */
final class Measurement {

    private Measurement() {}

    static Map<String, Long> of(Scenario scenario) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("crash-benchmark");
        // never accepts: the kernel takes the connection, and nobody answers
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            fill(directory.resolve("sent"), scenario.oldReports());
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
            command.add(CrashingApplication.class.getName());
            command.add("--recourse.crash.directory=" + directory);
            command.addAll(scenario.arguments(silent.getLocalPort()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Map<String, Long> figures =
                    figures(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (process.waitFor() != 0 || figures.isEmpty()) {
                throw new IOException("No figures of: " + String.join(" ", command));
            }
            if (figures.containsKey("crashed")) {
                figures.put("end", System.currentTimeMillis() - figures.get("crashed"));
            }
            return figures;
        } finally {
            delete(directory);
        }
    }

    private static void fill(Path folder, int reports) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < reports; i++) {
            Files.writeString(folder.resolve("20260101T000000.000Z-%08x.json".formatted(i)), "{}");
        }
    }

    private static Map<String, Long> figures(String output) {
        Map<String, Long> figures = new HashMap<>();
        output.lines().filter(line -> line.matches("[a-z]+=\\d+")).forEach(line -> {
            int equals = line.indexOf('=');
            figures.put(line.substring(0, equals), Long.valueOf(line.substring(equals + 1)));
        });
        return figures;
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
