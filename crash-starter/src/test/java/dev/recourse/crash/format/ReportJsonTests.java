package dev.recourse.crash.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportJsonTests {

    private static final Frame FRAME = new Frame("com.acme.Main", "main", "Main.java", 7, true, Map.of("args", "[]"));

    private static final CrashReport REPORT = CrashReport.builder(
                    "20261122T154200.123Z-7f3a9c1e",
                    Source.SCHEDULED,
                    Instant.parse("2026-11-22T15:42:00.123Z"),
                    List.of(
                            new Failure(
                                    "java.lang.IllegalStateException",
                                    "\"quoted\" \u0000 ü \ud83d\ude00",
                                    List.of(FRAME),
                                    List.of(List.of(
                                            new Failure("A", null, List.of(), List.of()),
                                            new Failure("B", "b", List.of(FRAME), List.of())))),
                            new Failure("java.io.IOException", null, List.of(), List.of())))
            .application(new Application(
                            "workbench", "1.2", "abc1234", List.of("test"), 42, "host", Duration.ofSeconds(5))
                    .withSentry(
                            "workbench@1.2",
                            "field",
                            new SentryInfo("dist-1", "server-1", "sentry.example.com/42", Map.of("plant", "Oslo"))))
            .thread(new CrashedThread("main", 1, "RUNNABLE", false))
            .repeats(3)
            .delivery(new DeliveryStatus(
                    DeliveryStatus.State.PENDING,
                    2,
                    Instant.parse("2026-11-22T15:43:00Z"),
                    "503",
                    List.of("other"),
                    true))
            .context(Map.of(
                    "workbench", Section.of(Map.of("tool", "lathe")),
                    "broken", Section.failed("IOException: gone"),
                    "slow", new Section(Map.of("error", "value"), "no answer within 250 ms", true)))
            .system(new SystemInfo(Map.of("version", "17"), Map.of(), Map.of("heap", "1"), Map.of(), "en_GB", "UTC"))
            .threads(List.of(new ThreadDump("main", "RUNNABLE", List.of("com.acme.Main.main(Main.java:7)"))))
            .deadlocks(List.of("a waits for b"))
            .log(List.of("line"))
            .notes(List.of("no git"))
            .comment("turning")
            .build();

    @Test
    void readWhenWrittenIsTheSameReport() throws IOException {
        assertThat(ReportJson.read(ReportJson.write(REPORT))).isEqualTo(REPORT);
    }

    @Test
    void readWhenNewerReleaseAddedNamesPassesOverThem() throws IOException {
        String text = new String(ReportJson.write(REPORT), UTF_8)
                .replace("\"id\":", "\"added\":[{\"deep\":null,\"n\":1.5,\"large\":99999999999999999999999}],\"id\":");
        assertThat(ReportJson.read(text.getBytes(UTF_8))).isEqualTo(REPORT);
    }

    @Test
    void readWhenApplicationIsOfAnOlderReleaseHasNothingOfSentry() throws IOException {
        CrashReport older = REPORT.toBuilder()
                .application(new Application("workbench", "1.2", null, List.of(), 42, null, Duration.ZERO))
                .build();
        assertThat(new String(ReportJson.write(older), UTF_8)).doesNotContain("release", "environment", "sentry");
        assertThat(ReportJson.read(ReportJson.write(older))).isEqualTo(older);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{\"id\":",
                "{\"id\":\"x\"} {}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"yesterday\",\"exceptions\":[{\"type\":\"T\"}]}",
                "{\"id\":\"x\",\"source\":\"other\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[{\"type\":\"T\"}]}",
                "{\"id\":1,\"source\":\"manual\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[]}",
                "{\"id\":99999999999999999999999}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"+1000000000-12-31T23:59:59.999999999Z\",\"exceptions\":[{\"type\":\"T\"}],\"delivery\":{\"state\":\"pending\"}}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[{\"type\":\"T\"}],\"delivery\":{\"state\":\"pending\",\"lastTry\":\"-1000000000-01-01T00:00:00Z\"}}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[{\"type\":\"T\"}],\"delivery\":{\"state\":\"pending\"},\"repeats\":-1}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[{\"type\":\"T\"}],\"delivery\":{\"state\":\"pending\"},\"repeats\":99999999999999999999999}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[{\"type\":\"T\",\"frames\":[{\"line\":3000000000}]}],\"delivery\":{\"state\":\"pending\"}}",
                "{\"id\":\"x\",\"source\":\"manual\",\"time\":\"2026-11-22T15:42:00Z\",\"exceptions\":[{\"type\":\"T\"}],\"delivery\":{\"state\":\"pending\"},\"application\":{\"uptime\":\"PT-1S\"}}"
            })
    void readWhenNoReportFails(String text) {
        assertThatIOException().isThrownBy(() -> ReportJson.read(text.getBytes(UTF_8)));
    }

    @Test
    void readWhenNestedWithoutEndFails() {
        assertThatIOException()
                .isThrownBy(() -> ReportJson.read("{\"a\":[".repeat(100_000).getBytes(UTF_8)));
    }
}
