package dev.recourse.crash.locals.weave;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.io.TempDir;

/** The same programs, compiled as Eclipse does. */
class EcjOracleTests extends OracleTests {

    @TempDir
    private Path directory;

    @Override
    Map<String, byte[]> compile(List<String> options, String... sources) throws Exception {
        return CompiledFiles.of(
                directory,
                ".java",
                (source, classes) -> {
                    StringWriter problems = new StringWriter();
                    String command = String.join(" ", options) + " -nowarn -d " + classes + " " + source;
                    boolean done =
                            BatchCompiler.compile(command, new PrintWriter(problems), new PrintWriter(problems), null);
                    return done ? "" : "failed\n" + problems;
                },
                sources);
    }

    /** Its lambdas have no names for what they capture. */
    @Override
    String captured(String variable) {
        return "lambda-";
    }
}
