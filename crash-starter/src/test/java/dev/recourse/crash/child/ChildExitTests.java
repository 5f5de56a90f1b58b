package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.sentry.SentryServer;
import dev.recourse.crash.sentry.SentryServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that end while a crash is printed, stored or sent, beside the same process without the starter. */
@Tag("child")
class ChildExitTests {

    private final SentryServer server = new SentryServer();

    @TempDir
    private Path work;

    private Child child;

    @BeforeEach
    void child() {
        child = new Child(work).set("sentry.dsn", server.dsn());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Child without() {
        return new Child(work.resolve("without")).set("recourse.crash.enabled", "false");
    }

    private void assertStored() throws IOException {
        assertThat(child.files("new")).isEmpty();
        assertThat(child.files("pending").size() + child.files("sent").size()).isEqualTo(1);
    }

    /** Sentry takes connections and never answers, so that only the end of the process has to do with how long that is. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10, 30, 100, 300, 2000})
    void traceWhenProcessExitsAfterwardsIsPrintedOnce(int millis) throws Exception {
        server.answers(Answer.never());
        Child.Ended ended = child.set("recourse.crash.sentry.wait", "1s")
                .set("child.millis", String.valueOf(millis))
                .run("exit-after");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err())
                .containsOnlyOnce("Exception in thread \"worker\" java.lang.IllegalStateException: boom in thread")
                .containsOnlyOnce("at dev.recourse.crash.child.ChildApplication.boom(");
        assertStored();
        String id = child.reports("pending").get(0).id();
        assertThat(ended.err())
                .containsSubsequence(
                        "boom in thread",
                        "[crash] java.lang.IllegalStateException: boom in thread",
                        "[crash] report " + id + ", waits to be sent",
                        "[crash] report " + id + ", could not be sent yet");
    }

    @Test
    void reportByHandWhenProcessExitsAfterwardsIsSent() throws Exception {
        Child.Ended ended = child.run("manual");

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(child.reports("sent")).hasSize(1);
        assertThat(server.events()).hasSize(1);
        String id = child.reports("sent").get(0).id();
        assertThat(ended.out()).contains("ID " + id).containsOnlyOnce("Crash report " + id);
        assertThat(ended.err()).doesNotContain("[crash]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"report-throw", "report-repeat"})
    void reportByHandWhenThrownAfterwardsIsOneCrashLikeAnyOther(String crash) throws Exception {
        Child.Ended ended = child.run(crash);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(child.reports("sent")).hasSize(1);
        assertThat(server.events()).hasSize(1);
        String id = child.reports("sent").get(0).id();
        assertThat(ended.err())
                .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main")
                .containsSubsequence("Exception in thread", "[crash] java.lang", "[crash] report " + id);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void crashWhenItsFinallyLetsTheProcessEndIsPrintedAndSent(boolean returns) throws Exception {
        if (returns) {
            child.set("child.returns", "true");
        }
        Child.Ended ended = child.run("exit-beside");

        assertThat(ended.exitCode()).isEqualTo(returns ? 0 : 2);
        assertThat(ended.err()).containsOnlyOnce("Exception in thread \"worker\" java.lang.IllegalStateException");
        assertStored();
        assertThat(child.files("sent")).hasSize(1);
        assertThat(ended.err()).contains(child.reports("sent").get(0).id() + ", sent");
    }

    /** The server answers when the event thread has done something else. */
    @Test
    void eventThreadWhenItCrashesGoesOnBeforeTheReportIsSent() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/Xvfb")), "Xvfb");
        Path free = work.resolve("free");
        server.answers((connection, closing) -> {
            while (!Files.exists(free) && !closing.await(10, TimeUnit.MILLISECONDS)) {
                Thread.onSpinWait();
            }
            Answer.status(200).give(connection, closing);
        });
        try (Display display = Display.start()) {
            Child.Ended ended = child.environment("DISPLAY", display.name())
                    .set("java.awt.headless", "false")
                    .set("spring.main.headless", "false")
                    .set("recourse.crash.sentry.wait", "50s")
                    .set("recourse.crash.budget", "55s")
                    .set("child.free", free.toString())
                    .set("child.millis", "0")
                    .run("edt");
            assertThat(ended.exitCode()).isEqualTo(0);
            assertThat(ended.err()).containsOnlyOnce("Exception in thread \"AWT-EventQueue-0\"");
        }
        CrashReport report = child.reports("sent").get(0);
        assertThat(report.thread().name()).isEqualTo("AWT-EventQueue-0");
    }

    /** Such a handler never comes back, and ends the process while its crash is being reported. */
    @ParameterizedTest
    @CsvSource({"exits, 5", "throws, 0"})
    void handlerThatWasThereWhenItFailsOrEndsTheProcessIsCalledOnce(String behaviour, int exitCode) throws Exception {
        Child.Ended ended = child.set("child.exiting-handler", behaviour).run("thread");

        assertThat(ended.exitCode())
                .isEqualTo(exitCode)
                .isEqualTo(without()
                        .set("child.exiting-handler", behaviour)
                        .run("thread")
                        .exitCode());
        assertThat(ended.err()).containsOnlyOnce("HANDLER worker java.lang.IllegalStateException: boom in thread");
        assertThat(child.reports("sent")).hasSize(1);
    }
}
