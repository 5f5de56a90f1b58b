package dev.recourse.fromzero;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootVersion;

/** A Maven project that holds nothing but the blocks of a section of the README; {@code -Dboot.version} is its Spring Boot. */
final class NewProject {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String VERSION = "0.1.0-SNAPSHOT";

    private final Path directory;

    private NewProject(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes the project into an empty directory.
     *
     * @param heading of the section
     */
    static NewProject of(String heading, Path directory) throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        int begin = readme.indexOf("\n## " + heading + "\n");
        String section = readme.substring(begin, readme.indexOf("\n## ", begin + 1));
        String java = block(section, "java");
        Matcher main = Pattern.compile("public class (\\w+)").matcher(java);
        if (!main.find()) {
            throw new IllegalStateException("No class in the section " + heading);
        }
        Path sources = Files.createDirectories(directory.resolve("src/main/java/com/acme"));
        Path resources = Files.createDirectories(directory.resolve("src/main/resources"));
        Files.writeString(sources.resolve(main.group(1) + ".java"), "package com.acme;\n\n" + java);
        Files.writeString(resources.resolve("application.yml"), block(section, "yaml"));
        Files.writeString(directory.resolve("pom.xml"), pom(block(section, "xml")));
        return new NewProject(directory);
    }

    private static String block(String section, String language) {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(section);
        if (!block.find()) {
            throw new IllegalStateException("No block of " + language);
        }
        return block.group(1);
    }

    private static String pom(String dependencies) {
        return """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>org.springframework.boot</groupId>
                    <artifactId>spring-boot-starter-parent</artifactId>
                    <version>%s</version>
                    <relativePath/>
                  </parent>
                  <groupId>com.acme</groupId>
                  <artifactId>app</artifactId>
                  <version>1.0</version>
                  <dependencies>
                %s  </dependencies>
                  <build>
                    <finalName>app</finalName>
                    <plugins>
                      <plugin>
                        <groupId>org.springframework.boot</groupId>
                        <artifactId>spring-boot-maven-plugin</artifactId>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(System.getProperty("boot.version", SpringBootVersion.getVersion()), dependencies);
    }

    /** Builds it with the jars of this build; returns the application's jar. */
    Path build() throws IOException, InterruptedException {
        Path repository = directory.resolve("repository");
        for (String module : List.of("configuration", "retry-starter", "crash-locals", "crash-starter")) {
            publish(ROOT.resolve(module), repository);
        }
        String wrapper = File.separatorChar == '/' ? "mvnw" : "mvnw.cmd";
        String output = run(
                0,
                ROOT.resolve(wrapper).toString(),
                "--batch-mode",
                "--quiet",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + System.getProperty("local.repository"),
                "-Dmaven.test.skip",
                "-f",
                directory.resolve("pom.xml").toString(),
                "package");
        Path jar = directory.resolve("target/app.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(output);
        }
        return jar;
    }

    /** Puts a module's jar and POM where Maven looks for them, as {@code install} would. */
    private static void publish(Path module, Path repository) throws IOException {
        Path pom = module.resolve(".flattened-pom.xml");
        Matcher artifact = Pattern.compile("<groupId>dev.recourse</groupId>\\s*<artifactId>([\\w-]+)</artifactId>")
                .matcher(Files.readString(pom));
        if (!artifact.find()) {
            throw new IllegalStateException(pom + " has no artifact");
        }
        String file = artifact.group(1) + "-" + VERSION;
        Path folder = Files.createDirectories(
                repository.resolve("dev/recourse").resolve(artifact.group(1)).resolve(VERSION));
        Files.copy(pom, folder.resolve(file + ".pom"));
        Files.copy(module.resolve("target").resolve(file + ".jar"), folder.resolve(file + ".jar"));
    }

    /** Runs the application; returns what it printed. */
    String run(int exitCode, Path jar, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return run(exitCode, command.toArray(String[]::new));
    }

    private String run(int exitCode, String... command) throws IOException, InterruptedException {
        Path log = directory.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();
        String output = Files.readString(log, StandardCharsets.UTF_8);
        if (!ended || process.exitValue() != exitCode) {
            throw new AssertionError("It ended with " + process.waitFor() + ":\n" + output);
        }
        return output;
    }

    /** Returns the files below one of its directories. */
    List<Path> files(String below) {
        try (Stream<Path> files = Files.walk(directory.resolve(below))) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static Path agent() {
        return ROOT.resolve("crash-locals/target/recourse-crash-locals-" + VERSION + ".jar");
    }
}
