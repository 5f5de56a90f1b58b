package dev.recourse.crash.locals.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.io.TempDir;

/** The same programs, compiled as Eclipse does. */
class EcjOracleTests extends OracleTests {

    @TempDir
    private Path directory;

    @Override
    Map<String, byte[]> compile(List<String> options, String... sources) throws Exception {
        Path source = Files.createTempDirectory(directory, "source");
        Path classes = Files.createTempDirectory(directory, "classes");
        for (int i = 0; i < sources.length; i++) {
            Files.writeString(source.resolve("Source" + i + ".java"), sources[i]);
        }
        StringWriter problems = new StringWriter();
        String command = String.join(" ", options) + " -nowarn -d " + classes + " " + source;
        assertThat(BatchCompiler.compile(command, new PrintWriter(problems), new PrintWriter(problems), null))
                .as(problems::toString)
                .isTrue();
        Map<String, byte[]> compiled = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                compiled.put(file.getFileName().toString().replace(".class", ""), Files.readAllBytes(file));
            }
        }
        return compiled;
    }

    /** Its lambdas have no names for what they capture. */
    @Override
    String captured(String variable) {
        return "lambda-";
    }
}
