package dev.recourse.crash.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.recourse.crash.sentry.SentryServer;
import io.sentry.Sentry;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class CrashSentryWebTests {

    private final SentryServer server = new SentryServer();

    private final UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        server.close();
        Thread.setDefaultUncaughtExceptionHandler(handler);
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender("SENTRY_APPENDER");
    }

    @Test
    void failedRequestIsOneEventOfSentrysOwnWithTheContext() throws Exception {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .properties(
                        "server.port=0",
                        "sentry.dsn=" + server.dsn(),
                        "recourse.crash.directory=" + directory,
                        "spring.main.banner-mode=off")
                .run()) {
            String port = context.getEnvironment().getRequiredProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/lathe"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(500);
            Sentry.flush(10_000);
            assertThat(server.events()).singleElement().satisfies(event -> {
                assertThat(event.path("exception").findValuesAsString("value")).contains("no lathe");
                assertThat(event.path("contexts").path("workbench").path("tool").asString())
                        .isEqualTo("lathe");
            });
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({CrashSentryAutoConfigurationTests.Workbench.class, Lathe.class})
    static class Application {}

    @RestController
    static class Lathe {

        @GetMapping("/lathe")
        String turn() {
            throw new IllegalStateException("no lathe");
        }
    }
}
