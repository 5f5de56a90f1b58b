package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.sentry.SentryServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** With Sentry's logback appender off: what it sends of a log is not the starter's. */
@Tag("child")
class ChildCanaryTests {

    private final SentryServer server = new SentryServer();

    @TempDir
    private Path work;

    private Child child;

    @BeforeEach
    void child() throws Exception {
        child = new Child(work).agent().set("sentry.dsn", server.dsn()).set("sentry.logging.enabled", "false");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void secretsWhenHiddenAnywhereLeaveTheProcessNowhere() throws Exception {
        Child.Ended ended = child.environment("SERVICE_PASSWORD", "CANARY20")
                .set("service.secret", "CANARY21")
                .argument("--service.api-key=CANARY22")
                .argument("--token")
                .argument("CANARY23")
                .run("canary");

        // as the virtual machine prints it: the secrets were there
        assertThat(ended.err()).contains("CANARY2").contains("CANARY3");
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
        assertThat(child.reports("sent"))
                .singleElement()
                .extracting(report -> report.failure().frames().stream()
                        .filter(frame -> frame.method().equals("pay"))
                        .toList())
                .asInstanceOf(InstanceOfAssertFactories.list(Frame.class))
                .singleElement()
                .extracting(Frame::locals)
                .isEqualTo(Map.of("user", "ada", "pin", "***", "pins", "***", "told", "***"));
        assertThat(server.events().toString()).contains("\"vars\":{");
    }
}
