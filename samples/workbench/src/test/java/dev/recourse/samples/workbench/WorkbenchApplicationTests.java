package dev.recourse.samples.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkbenchApplicationTests {

    @TempDir
    private Path work;

    @ParameterizedTest
    @CsvSource({
        "main, 1, uncaught, main, The lathe does not turn",
        "thread, 0, uncaught, serial-port, The gauge sent \"12.O6\"",
        "scheduler, 0, scheduled, scheduling-1, java.io.IOException: No space left for gearbox"
    })
    void crashLeavesAReportWithTheContext(String crash, int exitCode, String source, String thread, String message)
            throws Exception {
        assertThat(run(crash)).isEqualTo(exitCode);

        JsonNode report = report();
        assertThat(report.path("source").asString()).isEqualTo(source);
        assertThat(report.path("thread").path("name").asString()).isEqualTo(thread);
        assertThat(report.path("exceptions").path(0).path("message").asString()).isEqualTo(message);
        JsonNode context = report.path("context");
        assertThat(context.path("project").path("name").asString()).isEqualTo("gearbox");
        assertThat(context.path("project").path("tool").asString()).isEqualTo("lathe");
        assertThat(context.path("project").path("server").asString()).isEqualTo("https://***@projects.acme.example");
        assertThat(context.path("serial").path("millimetres").asString()).isEqualTo("12.04");
    }

    @Test
    void crashLeavesTheLocalVariablesOfEachFrame() throws Exception {
        run("thread");

        JsonNode report = report();
        assertThat(locals(report, "read").path("line").asString()).isEqualTo("12.O6");
        assertThat(locals(report, "mean").path("sum").asString()).isEqualTo("24.07");
        assertThat(locals(report, "mean").path("i").asString()).isEqualTo("2");
        assertThat(locals(report, "deviation").path("part").asString()).isEqualTo("shaft");
    }

    @Test
    void crashWhenProcessedAheadOfTimeLeavesAReportWithTheContext() throws Exception {
        assertThat(run("thread", "-Dspring.aot.enabled=true")).isZero();

        JsonNode report = report();
        assertThat(report.path("source").asString()).isEqualTo("uncaught");
        assertThat(report.path("context").path("project").path("name").asString())
                .isEqualTo("gearbox");
        assertThat(report.path("context").path("serial").path("millimetres").asString())
                .isEqualTo("12.04");
    }

    private static JsonNode locals(JsonNode report, String method) {
        return report.path("exceptions")
                .path(0)
                .path("frames")
                .valueStream()
                .filter(frame -> frame.path("method").asString().equals(method))
                .findFirst()
                .orElseThrow()
                .path("locals");
    }

    @Test
    void crashAtStartLeavesAReport() throws Exception {
        assertThat(run("startup")).isEqualTo(1);

        JsonNode report = report();
        assertThat(report.path("source").asString()).isEqualTo("startup");
        assertThat(report.path("exceptions").findValuesAsString("message")).contains("The licence has run out");
    }

    @Test
    void crashWithoutMemoryLeavesAReport() throws Exception {
        assertThat(run("oom")).isEqualTo(1);
        assertThat(run("none")).isZero();

        assertThat(report().path("exceptions").findValuesAsString("type")).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void docsShowTheContextOfThisSample() throws IOException {
        String page = Files.readString(Path.of("../../docs/crash-report.md"));
        assertThat(page)
                .contains(code("WorkbenchApplication", "@Bean\n    CrashContextProvider"))
                .contains(code("SerialPort", "@CrashContext"));
    }

    /** Returns a method, of which this is the beginning, as it stands alone. */
    private static String code(String type, String beginning) throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/recourse/samples/workbench/" + type + ".java"));
        int begin = source.indexOf(beginning);
        int end = source.indexOf("\n    }\n", begin);
        return source.substring(begin, end).replace("\n    ", "\n") + "\n}\n";
    }

    private int run(String crash, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xmx64m", "-javaagent:" + agent(), "-cp", System.getProperty("java.class.path")));
        command.add(WorkbenchApplication.class.getName());
        command.add("--crash=" + crash);
        command.add("--recourse.crash.directory=" + work.resolve("reports"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(crash + ".log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static Path agent() throws IOException {
        Path module = Path.of("../../crash-locals/target");
        try (Stream<Path> files = Files.list(module)) {
            return files.filter(file -> file.toString().matches(".*/recourse-crash-locals-[\\d.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("No agent in " + module + ": package crash-locals first"));
        }
    }

    private JsonNode report() throws IOException {
        try (Stream<Path> files = Files.list(work.resolve("reports/pending"))) {
            List<Path> reports = files.toList();
            assertThat(reports).hasSize(1);
            return JsonMapper.shared().readTree(reports.get(0).toFile());
        }
    }
}
