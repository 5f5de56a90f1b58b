package dev.recourse.retry.observe;

import static org.awaitility.Awaitility.await;

import dev.recourse.retry.TestPrograms;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus, which scrapes one application each second. */
final class Prometheus implements AutoCloseable {

    private static final String CONFIGURATION = """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: application
                metrics_path: /actuator/prometheus
                static_configs: [{targets: ["localhost:%d"]}]
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it. Where there is none the test is skipped, or fails if RECOURSE_PROMETHEUS says that there must be one. */
    static Prometheus scraping(int applicationPort, Path directory) throws IOException {
        TestPrograms.need(
                isInstalled(), "RECOURSE_PROMETHEUS", "The test of the dashboard needs prometheus on the path");
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(configuration, CONFIGURATION.formatted(applicationPort));
        int port = TestPrograms.freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, port);
        try {
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> prometheus.get("/api/v1/status/runtimeinfo").has("data"));
        } catch (RuntimeException ex) {
            prometheus.close();
            throw new IllegalStateException(Files.readString(directory.resolve("prometheus.log")), ex);
        }
        return prometheus;
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, "prometheus").canExecute());
    }

    /** Returns the series that a query gives now, each with {@code metric} and {@code value}. */
    JsonNode query(String query) {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .at("/data/result");
    }

    /** Returns the values of a label of a metric. */
    JsonNode labelValues(String metric, String label) {
        return get("/api/v1/label/" + label + "/values?match%5B%5D=" + metric).at("/data");
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode json = JsonMapper.shared().readTree(response.body());
            if (response.statusCode() != 200) {
                throw new IllegalArgumentException(path + ": " + json);
            }
            return json;
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
