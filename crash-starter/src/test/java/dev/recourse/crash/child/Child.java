package dev.recourse.crash.child;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.locals.LocalsRecorder;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts {@link ChildApplication} in a JVM of its own and tells what is left of it. */
final class Child {

    private final Path work;

    private Path logs;

    private final Map<String, String> properties = new TreeMap<>();

    private final Map<String, String> environment = new TreeMap<>();

    private final List<String> options = new ArrayList<>();

    private final List<String> arguments = new ArrayList<>();

    private boolean oneStream;

    private String classPath = System.getProperty("java.class.path");

    Child(Path work) {
        this.work = work;
        this.logs = work;
        work.toFile().mkdirs();
        set("recourse.crash.directory", reports().toString());
        set("spring.main.banner-mode", "off");
        set("spring.main.web-application-type", "none");
        options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    }

    Child set(String property, String value) {
        properties.put(property, value);
        return this;
    }

    /** Keeps the output elsewhere. */
    Child logs(Path elsewhere) {
        logs = elsewhere;
        return this;
    }

    Child option(String option) {
        options.add(option);
        return this;
    }

    /** Leaves out of the class path where this class comes from. */
    Child without(Class<?> type) throws URISyntaxException {
        Path place =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        classPath = Stream.of(classPath.split(File.pathSeparator))
                .filter(element -> !Path.of(element).equals(place))
                .collect(Collectors.joining(File.pathSeparator));
        return this;
    }

    /** Has it write all output into one file, to see what came first. */
    Child oneStream() {
        oneStream = true;
        return this;
    }

    /** Has it log with Log4j2, as spring-boot-starter-log4j2 does. */
    Child log4j2() throws IOException {
        Path jars = Path.of("target/log4j2").toAbsolutePath();
        try (Stream<Path> files = Files.list(jars)) {
            classPath = Stream.concat(
                            files.map(Path::toString),
                            Stream.of(classPath.split(File.pathSeparator))
                                    .filter(element -> !element.matches(".*(logback|log4j-to-slf4j)[^/\\\\]*\\.jar")))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return this;
    }

    /** Lets it have JavaFX, as built for Linux. */
    Child javaFx() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target/javafx").toAbsolutePath())) {
            classPath = Stream.concat(Stream.of(classPath), files.map(Path::toString))
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return this;
    }

    /** Runs it with the agent as it is published: its own classes on the class path would come before it. */
    Child agent() throws IOException, URISyntaxException {
        Path module = Path.of("../crash-locals/target").toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(module)) {
            Path jar = files.filter(file ->
                            file.getFileName().toString().matches("recourse-crash-locals-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("No agent in " + module + ": package crash-locals first"));
            return without(LocalsRecorder.class).option("-javaagent:" + jar);
        }
    }

    Child environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Child argument(String argument) {
        arguments.add(argument);
        return this;
    }

    Child receiver() {
        return set("child.receiver", work.resolve("received").toString());
    }

    Path reports() {
        return work.resolve("reports");
    }

    Ended run(String crash) throws IOException, InterruptedException {
        return start(crash).await();
    }

    Started start(String crash) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add("-Dchild.crash=" + crash);
        command.addAll(List.of("-cp", classPath, ChildApplication.class.getName()));
        command.addAll(arguments);
        Path out = Files.createTempFile(logs, "out", ".log");
        Path err = Files.createTempFile(logs, "err", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(oneStream);
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Started(process, out, err);
    }

    List<CrashReport> reports(String folder) throws IOException {
        List<CrashReport> reports = new ArrayList<>();
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".json")) {
                reports.add(ReportJson.read(Files.readAllBytes(file)));
            }
        }
        return reports;
    }

    List<Path> files(String folder) throws IOException {
        Path parent = reports().resolve(folder);
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(parent)) {
            return files.sorted().toList();
        }
    }

    List<String> received() throws IOException {
        Path file = work.resolve("received");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** A process under way. */
    record Started(Process process, Path out, Path err) {

        Ended await() throws IOException, InterruptedException {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("The child does not end: " + Files.readString(err));
            }
            return new Ended(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        }
    }

    /** What a process has left. */
    record Ended(int exitCode, String out, String err) {}
}
