package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.send.SentryServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ChildSentryTests {

    private final SentryServer server = new SentryServer();

    @TempDir
    private Path work;

    private Child child;

    @BeforeEach
    void child() {
        child = new Child(work).set("sentry.dsn", server.dsn()).set("sentry.logging.enabled", "false");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> ids() {
        return server.events().stream()
                .map(event -> event.path("event_id").asString())
                .toList();
    }

    @Test
    void crashWhenSentryTakesItIsOneEvent() throws Exception {
        Child.Ended ended = child.run("thread");

        assertThat(child.reports("sent")).hasSize(1);
        assertThat(child.reports("pending")).isEmpty();
        CrashReport report = child.reports("sent").get(0);
        assertThat(server.events()).singleElement().satisfies(event -> {
            assertThat(event.path("tags").path("crash.report").asString()).isEqualTo(report.id());
            assertThat(event.path("contexts").path("workbench").path("project").asString())
                    .isEqualTo("engine");
        });
        assertThat(ended.err())
                .contains(report.id() + ", sent")
                .containsOnlyOnce("Exception in thread \"worker\" java.lang.IllegalStateException: boom in thread");
    }

    @Test
    void crashWhenSentryIsAwayIsSentByTheNextStart() throws Exception {
        server.stop();
        Child.Ended ended = child.run("main");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(child.reports("pending")).hasSize(1);

        server.start();
        child.set("child.millis", "3000").run("sleep");

        assertThat(child.reports("sent")).hasSize(1);
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void crashWhenSentryFailsAtFirstKeepsItsEventId() throws Exception {
        server.answers(SentryServer.Answer.status(503), SentryServer.Answer.status(200));
        child.run("main");
        assertThat(child.reports("pending")).hasSize(1);

        child.set("child.millis", "3000").run("sleep");

        assertThat(child.reports("sent")).hasSize(1);
        assertThat(ids()).hasSizeGreaterThan(1).allMatch(ids().get(0)::equals);
    }

    @Test
    void secretsWhenHiddenAnywhereLeaveTheProcessNowhere() throws Exception {
        Child.Ended ended = child.environment("SERVICE_PASSWORD", "CANARY20")
                .set("service.secret", "CANARY21")
                .argument("--service.api-key=CANARY22")
                .argument("--token")
                .argument("CANARY23")
                .run("canary");

        assertThat(server.events()).isNotEmpty();
        assertThat(server.events()).extracting(JsonNode::toString).noneMatch(text -> text.contains("CANARY"));
        assertThat(ended.err().lines().filter(line -> line.startsWith("[crash] ")))
                .isNotEmpty()
                .noneMatch(line -> line.contains("CANARY"));
        try (Stream<Path> files = Files.walk(child.reports())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file).content().doesNotContain("CANARY");
            }
        }
        assertThat(child.reports("sent")).hasSize(1);
    }
}
