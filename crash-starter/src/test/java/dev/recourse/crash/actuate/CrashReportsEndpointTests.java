package dev.recourse.crash.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.store.ReportDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashReportsEndpointTests {

    private static final AtomicReference<Delivery> ANSWER = new AtomicReference<>(Delivery.LATER);

    private final HttpClient http = HttpClient.newHttpClient();

    private ConfigurableApplicationContext context;

    private String id;

    @BeforeAll
    void start(@TempDir Path directory) {
        context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "management.endpoints.web.exposure.include=*",
                        "recourse.crash.same-crash-interval=0s",
                        "recourse.crash.directory=" + directory)
                .run();
    }

    @BeforeEach
    void report() {
        ANSWER.set(Delivery.LATER);
        id = context.getBean(CrashReporter.class).report(new IllegalStateException("boom, password=hunter2"));
    }

    @AfterAll
    void close() {
        context.close();
    }

    private HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/actuator/crashreports" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Test
    void listHasEachReportInBrief() throws Exception {
        assertThat(call("GET", "").body())
                .startsWith("{\"reports\":[{\"id\":\"")
                .contains("\"id\":\"" + id + "\"")
                .contains("\"type\":\"java.lang.IllegalStateException\",\"message\":\"boom, password=***\"")
                .contains("\"state\":\"PENDING\"");
    }

    @Test
    void oneIsInTheFormOfItsFile() throws Exception {
        assertThat(call("GET", "/" + id).body())
                .startsWith("{\"id\":\"" + id + "\",\"version\":1,\"source\":\"manual\"")
                .contains("\"frames\":[{\"class\":\"")
                .doesNotContain("hunter2");
    }

    @Test
    void deleteRemovesIt() throws Exception {
        assertThat(call("DELETE", "/" + id).statusCode()).isEqualTo(204);
        assertThat(call("GET", "/" + id).statusCode()).isEqualTo(404);
        assertThat(call("DELETE", "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void postOneTriesToSendIt() throws Exception {
        ANSWER.set(Delivery.DELIVERED);
        assertThat(call("POST", "/" + id).body()).contains("\"state\":\"DELIVERED\"");
    }

    @Test
    void postListTriesToSendAll() throws Exception {
        ANSWER.set(Delivery.DELIVERED);
        assertThat(call("POST", "").body()).contains("\"state\":\"DELIVERED\"").doesNotContain("PENDING");
        assertThat(context.getBean(ReportDirectory.class).pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..%2f..%2fetc%2fpasswd", "/%2e%2e", "/20261122T154200.123Z-7f3a9c1e", "/x"})
    void oneWhenThereIsNoneIsNotFound(String path) throws Exception {
        assertThat(call("GET", path).statusCode()).isIn(400, 404);
        assertThat(call("POST", path).statusCode()).isIn(400, 404);
        assertThat(call("DELETE", path).statusCode()).isIn(400, 404);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        CrashReportSender sender() {
            return report -> ANSWER.get();
        }
    }
}
