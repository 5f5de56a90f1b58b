package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Class files from a compiler that reads and writes files. */
final class CompiledFiles {

    private CompiledFiles() {}

    /** Compiles sources in a directory; returns class files by binary name. */
    static Map<String, byte[]> of(Path directory, String extension, Compiler compiler, String... sources)
            throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        Path classes = Files.createTempDirectory(directory, "classes");
        for (int i = 0; i < sources.length; i++) {
            Files.writeString(source.resolve("Source" + i + extension), sources[i]);
        }
        assertThat(compiler.compile(source, classes)).as("problems").isEmpty();
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file).toString();
                compiled.put(name.replace(".class", "").replace('/', '.').replace('\\', '.'), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    /** Returns a new directory with the class of {@code @Sensitive}. */
    static Path sensitive(Path directory) throws IOException {
        Path classes = Files.createTempDirectory(directory, "annotation");
        Path file = classes.resolve("dev/recourse/crash/Sensitive.class");
        Files.createDirectories(file.getParent());
        return Files.write(file, Compiled.of(SensitiveVariablesTests.SENSITIVE).get("dev.recourse.crash.Sensitive"))
                .resolve("../../../..")
                .normalize();
    }

    /** Returns the jar that a class is from. */
    static String jar(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** Compiles the files of a directory; returns what went wrong, or nothing. */
    interface Compiler {

        String compile(Path source, Path classes) throws Exception;
    }
}
