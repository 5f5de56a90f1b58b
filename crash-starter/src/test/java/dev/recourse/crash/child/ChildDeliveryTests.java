package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.sentry.SentryServer;
import dev.recourse.crash.store.ProcessLock;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One directory, several processes: versions of one application, or several applications. */
@Tag("child")
class ChildDeliveryTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final SentryServer server = new SentryServer();

    @TempDir
    private Path work;

    @AfterEach
    void close() {
        server.close();
    }

    private Child application(String name, String version, String dsn) {
        return new Child(work)
                .set("spring.application.name", name)
                .set("spring.application.version", version)
                .set("sentry.release", name + "@" + version)
                .set("sentry.environment", "field-" + version)
                .set("sentry.dist", "dist-" + version)
                .set("sentry.server-name", "server-" + version)
                .set("sentry.tags.site", "site-" + version)
                .set("sentry.dsn", dsn);
    }

    private static void runUntilSent(Child child, int reports) throws Exception {
        Child.Started started = child.set("child.millis", "120000").start("sleep");
        try {
            await().atMost(LONG).until(() -> child.files("sent").size() == reports);
        } finally {
            started.process().destroy();
            started.await();
        }
    }

    /** With a failed start there is no bean of Sentry's: what it would be told is in the properties. */
    @ParameterizedTest
    @ValueSource(strings = {"main", "bean"})
    void crashOfOneVersionThatAnotherSendsBelongsToTheFirst(String crash) throws Exception {
        server.stop();
        Child first = application("acme", "1.0.0", server.dsn());
        first.run(crash);
        Application crashed = first.reports("pending").get(0).application();
        assertThat(crashed.release()).isEqualTo("acme@1.0.0");
        assertThat(crashed.environment()).isEqualTo("field-1.0.0");
        assertThat(crashed.sentry())
                .isEqualTo(new SentryInfo("dist-1.0.0", "server-1.0.0", "127.0.0.1/1", Map.of("site", "site-1.0.0")));

        server.start();
        runUntilSent(
                application("acme", "2.0.0", server.dsn().replace("key", "another"))
                        .set("sentry.tags.new", "yes"),
                1);

        assertThat(server.events()).hasSize(1);
        JsonNode event = server.events().get(0);
        assertThat(event.path("release").asString()).isEqualTo("acme@1.0.0");
        assertThat(event.path("environment").asString()).isEqualTo("field-1.0.0");
        assertThat(event.path("dist").asString()).isEqualTo("dist-1.0.0");
        assertThat(event.path("server_name").asString()).isEqualTo("server-1.0.0");
        assertThat(event.path("tags").path("site").asString()).isEqualTo("site-1.0.0");
        assertThat(event.path("tags").has("new")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other application", "other project"})
    void reportOfAnotherApplicationIsLeftAlone(String other) throws Exception {
        server.stop();
        String name = other.equals("other application") ? "second" : "first";
        String project = other.equals("other project") ? "2" : "1";
        Child first = application("first", "1", server.dsn("127.0.0.1", "1"));
        first.run("main");
        Path file = first.files("pending").get(0);
        byte[] content = Files.readAllBytes(file);

        server.start();
        Child second = application(name, "1", server.dsn("127.0.0.1", project));
        second.run("main");

        assertThat(file).hasBinaryContent(content);
        assertThat(server.events())
                .singleElement()
                .satisfies(event -> assertThat(
                                event.path("tags").path("crash.report").asString())
                        .isEqualTo(second.reports("sent").get(0).id()));

        runUntilSent(first, 2);
        assertThat(file).doesNotExist();
    }

    @Test
    void reportThatHadNoProjectGoesToAnyOfItsApplication() throws Exception {
        Child without =
                new Child(work).set("spring.application.name", "acme").set("spring.application.version", "1.0.0");
        without.run("main");
        CrashReport waiting = without.reports("pending").get(0);
        assertThat(waiting.application().sentry()).isNull();

        runUntilSent(application("acme", "2.0.0", server.dsn()), 1);
        assertThat(server.events()).hasSize(1);
        assertThat(server.events().get(0).path("release").asString()).isEqualTo("1.0.0");
    }

    @Test
    void crashWhenAnotherProcessHasTheLockIsSentSoonAfterwards() throws Exception {
        Child child = application("acme", "1", server.dsn());
        ReportDirectory directory =
                new ReportDirectory(child.reports(), new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
        Child.Started started;
        try (ProcessLock lock = directory.tryLock()) {
            assertThat(lock).isNotNull();
            started = child.set("child.linger", "120000").start("thread");
            await().atMost(LONG).until(() -> !child.files("pending").isEmpty());
        }
        try {
            await().atMost(LONG).until(() -> !child.files("sent").isEmpty());
        } finally {
            started.process().destroy();
            started.await();
        }
        assertThat(server.events()).hasSize(1);
    }
}
