package dev.recourse.samples.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class QuotaClientApplicationTests {

    private static final Pattern ATTEMPT = Pattern.compile(" *(?<seconds>[0-9.]+)s  ");
    private static final Pattern WAIT = Pattern.compile(" *waits (?<delay>\\w+), ");

    @Test
    void runWhenServerRefusesWaitsAsAskedUntilEveryCallSucceeds(CapturedOutput output) {
        int exitCode =
                run("--recourse.retry.delays.409=600ms", "--recourse.retry.delays.timeout=exponential(400ms, 1s)");

        assertThat(exitCode).isZero();
        assertThat(withoutWhatVaries(output)).isEqualTo("""
                   time  request          answer
                 #.##s  GET /parcels/1   200  {"number": 1, "place": "Oslo"}
                 #.##s  GET /parcels/2   200  {"number": 2, "place": "Oslo"}
                 #.##s  GET /parcels/3   429  {"retry_interval": 1}
                         waits 1s, the server's retry_interval
                 #.##s  GET /parcels/3   200  {"number": 3, "place": "Oslo"}
                 #.##s  POST /orders     409  {"error": "stock is being counted"}
                         waits 600ms, as configured
                 #.##s  POST /orders     201  {"order": 1}
                 #.##s  GET /invoices/1  503  Retry-After: <date>
                         waits <until then>, the server's Retry-After
                 #.##s  GET /invoices/1  200  {"invoice": 1}
                 #.##s  GET /labels/1    no answer (HttpTimeoutException)
                         waits 400ms, exponential(400ms, 1s)
                 #.##s  GET /labels/1    200  {"label": 1}
                 #.##s  GET /pickups/1   403  {"reason": "busy"}
                         waits 1s, as configured
                 #.##s  GET /pickups/1   200  {"pickup": 1}
                 #.##s  POST /payments   500  {"error": "out of order"}
                         is not sent again: it may have been processed

                13 attempts in #.##s: every call ended as it should
                """);
        List<String> lines = output.getOut().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        for (int i = 0; i < lines.size(); i++) {
            Matcher wait = WAIT.matcher(lines.get(i));
            if (wait.lookingAt()) {
                assertThat(timeOf(lines.get(i + 1)).minus(timeOf(lines.get(i - 1))))
                        .isGreaterThanOrEqualTo(DurationStyle.detectAndParse(wait.group("delay")));
            }
        }
    }

    @Test
    void runWhenNothingIsRetriedCountsTheFailures(CapturedOutput output) {
        int exitCode = run("--recourse.retry.enabled=false");

        assertThat(exitCode).isOne();
        List<String> lines = output.getOut().lines().toList();
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(lines).last().asString().matches("8 attempts in \\S+s: calls that failed: 5");
    }

    @Test
    void mainWhenProcessedAheadOfTimeRetriesTheSameCalls() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspring.aot.enabled=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QuotaClientApplication.class.getName(),
                        "--recourse.retry.delays.409=600ms",
                        "--spring.http.clients.read-timeout=300ms",
                        "--logging.threshold.console=info",
                        "--logging.level." + QuotaClientApplication.class.getPackageName() + "=info")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("Starting AOT-processed QuotaClientApplication")
                .contains("TrackingApi.parcel (client tracking) failed with status 429, attempt 1 of 4, next in 3s")
                .contains("Shop.order (client default) failed with status 409, attempt 1 of 4, next in 600ms")
                .contains("Shop.label (client default) failed with a read timeout")
                .contains("every call ended as it should");
    }

    @Test
    void readmeShowsTheKeysTheInterfaceAndTheTestOfThisSample() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        String keys = Files.readString(Path.of("src/main/resources/application.yml"));
        String code = Files.readString(Path.of("src/main/java/dev/recourse/samples/quota/TrackingApi.java"));
        String test = Files.readString(Path.of("src/test/java/dev/recourse/samples/quota/TrackingApiTests.java"));
        assertThat(readme)
                .contains(test.substring(test.indexOf("@RestClientTest")))
                .contains(keys.substring(0, keys.indexOf("\n---")))
                .contains(code.substring(code.indexOf("@HttpExchange"), code.indexOf("\n\n    /** Where")));
    }

    private static int run(String... args) {
        return QuotaClientApplication.run(Duration.ofSeconds(1), args);
    }

    private static String withoutWhatVaries(CapturedOutput output) {
        return output.getOut()
                .replaceAll(" +\\d+\\.\\d\\ds", " #.##s")
                .replaceAll("Retry-After: \\w{3}, .+ GMT", "Retry-After: <date>")
                .replaceAll("waits \\w+, the server's Retry-After", "waits <until then>, the server's Retry-After")
                .replaceAll(" \\(plus a jitter of \\w+\\)", "");
    }

    private static Duration timeOf(String line) {
        Matcher attempt = ATTEMPT.matcher(line);
        assertThat(attempt.lookingAt()).isTrue();
        return Duration.parse("PT" + attempt.group("seconds") + "S");
    }
}
