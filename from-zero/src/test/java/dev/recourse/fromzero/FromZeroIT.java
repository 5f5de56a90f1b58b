package dev.recourse.fromzero;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the blocks of the README as they are written, outside of this build. */
@Tag("child")
class FromZeroIT {

    @TempDir
    private Path directory;

    @Test
    void retryFromZeroWaitsAsLongAsTheServerAsks() throws Exception {
        NewProject project = NewProject.of("Retry from zero", directory);
        Path jar = project.build();
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/parcels/3", exchange -> {
            boolean first = requests.incrementAndGet() == 1;
            byte[] body = (first ? "{\"retry_interval\": 1}" : "Oslo").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(first ? 429 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort();
            String output = project.run(0, jar, List.of(), "--spring.http.serviceclient.tracking.base-url=" + url);

            assertThat(output)
                    .contains("Tracking.parcel (client tracking) failed with status 429, attempt 1 of 4, next in 1s")
                    .contains("the server's retry_interval")
                    .contains("Oslo");
            assertThat(requests).hasValue(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void crashFromZeroLeavesAReportWithItsPageAndLocalVariables() throws Exception {
        NewProject project = NewProject.of("A crash report from zero", directory);
        Path jar = project.build();

        project.run(1, jar, List.of("-javaagent:" + NewProject.agent()));

        List<Path> files = project.files("crash-reports");
        assertThat(files).anySatisfy(file -> assertThat(file.toString()).endsWith(".html"));
        assertThat(files)
                .filteredOn(file -> file.toString().endsWith(".json"))
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file))
                        .contains("NumberFormatException")
                        .contains("12.O6")
                        .contains("gearbox")
                        .containsPattern("\"line\" ?: ?\"12.O6\""));
    }
}
