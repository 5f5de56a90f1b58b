package dev.recourse.crash.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.sentry.SentryServer;
import dev.recourse.crash.sentry.SentryServer.Answer;
import dev.recourse.crash.sentry.TestProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** With Sentry's logback appender on, which sees most of these failures too. */
@Tag("child")
class ChildSentryTests {

    private static final Duration LONG = Duration.ofSeconds(30);

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

    private CrashReport onlyReport(String folder) throws IOException {
        assertThat(child.files("new")).isEmpty();
        assertThat(child.files("pending").size()
                        + child.files("sent").size()
                        + child.files("quarantine").size())
                .isEqualTo(1);
        assertThat(child.reports(folder)).hasSize(1);
        return child.reports(folder).get(0);
    }

    private static String reportOf(JsonNode event) {
        return event.path("tags").path("crash.report").asString();
    }

    private static String idOf(JsonNode event) {
        return event.path("event_id").asString();
    }

    /** Starts the application without a crash, until the report is sent. */
    private CrashReport sentByTheNextStart() throws Exception {
        Child.Started next = child.start("sleep");
        try {
            await().atMost(LONG).until(() -> !child.files("sent").isEmpty());
        } finally {
            next.process().destroy();
            next.await();
        }
        return onlyReport("sent");
    }

    @ParameterizedTest
    @CsvSource({
        "main, boom in main",
        "thread, boom in thread",
        "scheduled, boom in schedule",
        "async, boom in async",
        "reactor, boom in reactor",
        "bean, boom in bean",
        "runner, boom in runner"
    })
    void crashWhenSentryIsThereIsOneEventWithContext(String crash, String message) throws Exception {
        Child.Ended ended = child.set("child.linger", "300").run(crash);

        CrashReport report = onlyReport("sent");
        assertThat(report.delivery().deliveredTo()).containsExactly("sentrySender");
        assertThat(server.events()).singleElement().satisfies(event -> {
            assertThat(reportOf(event)).isEqualTo(report.id());
            assertThat(event.path("exception")
                            .path("values")
                            .path(0)
                            .path("value")
                            .asString())
                    .isEqualTo(message);
            assertThat(event.path("contexts").path("crash").path("source").asString())
                    .isEqualTo(report.source().name());
        });
        assertThat(ended.out()).doesNotContain("is not eligible for getting processed");
        if (!crash.equals("bean")) {
            JsonNode contexts = server.events().get(0).path("contexts");
            assertThat(contexts.path("workbench").path("project").asString()).isEqualTo("engine");
            assertThat(contexts.path("workbench").path("password").asString()).isEqualTo("***");
            assertThat(contexts.path("serial").path("value").asString()).isEqualTo("42 mm");
        }
    }

    /** Whatever Sentry's own integrations do with the same failure. */
    @ParameterizedTest
    @CsvSource({
        "main, ask",
        "scheduled, ask",
        "logged, ask",
        "bean, ask",
        "runner, ask",
        "reactor, ask",
        "main, refused",
        "logged, refused",
        "bean, refused"
    })
    void crashWithoutConsentLeavesNothingAtSentry(String crash, String consent) throws Exception {
        child.set("recourse.crash.consent", consent)
                .option("-Djava.util.prefs.userRoot=" + work)
                .set("sentry.enable-deduplication", "false")
                .set("child.linger", "300");
        Child.Ended ended = child.receiver().run(crash);
        CrashReport waiting = onlyReport("pending");
        assertThat(waiting.delivery().tries()).isZero();
        assertThat(ended.err()).contains(consent.equals("ask") ? "waits for the user's consent" : "kept");

        child.set("child.millis", "1000").run("sleep");
        assertThat(onlyReport("pending")).isEqualTo(waiting);
        assertThat(server.events()).isEmpty();
        assertThat(child.received()).isEmpty();
    }

    @Test
    void crashWhenTheUserAgreesByTheBeanIsSentAndSaysWhatHeWasDoing() throws Exception {
        child.set("recourse.crash.consent", "ask")
                .option("-Djava.util.prefs.userRoot=" + work)
                .run("agree");
        CrashReport sent = onlyReport("sent");
        assertThat(sent.comment()).isEqualTo("turning");
        assertThat(server.events()).hasSize(1);
        assertThat(server.feedback()).hasSize(1);
    }

    @Test
    void crashWhenLoggedBeforeIsTheEventOfTheLog() throws Exception {
        child.run("logged");

        CrashReport report = onlyReport("sent");
        assertThat(report.exceptions().get(0).message()).isEqualTo("boom in log");
        assertThat(server.events()).singleElement().satisfies(event -> {
            assertThat(event.path("logger").asString()).isEqualTo(ChildApplication.class.getName());
            JsonNode workbench = event.path("contexts").path("workbench");
            assertThat(workbench.path("project").asString()).isEqualTo("engine");
            assertThat(workbench.path("password").asString()).isEqualTo("***");
        });
    }

    @Test
    void crashWhenSentryIsDownWaitsAndIsDeliveredOnceByTheNextStart() throws Exception {
        server.stop();
        Child.Ended ended = child.run("main");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .containsOnlyOnce("Exception in thread \"main\" java.lang.IllegalStateException: boom in main")
                .contains("waits to be sent");
        CrashReport waiting = onlyReport("pending");
        assertThat(waiting.delivery().tries()).isPositive();
        assertThat(waiting.delivery().answer()).contains("Connection refused");

        server.start();
        CrashReport sent = sentByTheNextStart();

        assertThat(sent.id()).isEqualTo(waiting.id());
        assertThat(sent.delivery().tries()).isEqualTo(waiting.delivery().tries() + 1);
        assertThat(server.events())
                .singleElement()
                .satisfies(event -> assertThat(reportOf(event)).isEqualTo(waiting.id()));
    }

    @Test
    void crashWhenContextIsClosedIsDeliveredOnceByTheNextStart() throws Exception {
        child.run("closed");
        CrashReport waiting = onlyReport("pending");
        assertThat(server.events()).isEmpty();

        assertThat(sentByTheNextStart().id()).isEqualTo(waiting.id());
        assertThat(server.events())
                .singleElement()
                .satisfies(event -> assertThat(event.path("contexts")
                                .path("workbench")
                                .path("project")
                                .asString())
                        .isEqualTo("engine"));
    }

    /** The pass that follows the start may come upon the report before the hook has it sent: then there are two tries. */
    @ParameterizedTest
    @ValueSource(ints = {202, 429, 500})
    void crashWhenSentryAnswersThisWaitsAndIsTheSameEventNextTime(int status) throws Exception {
        server.answers(Answer.status(status, "Retry-After: 60"));
        Child.Ended ended = child.run("main");

        assertThat(ended.exitCode()).isEqualTo(1);
        CrashReport waiting = onlyReport("pending");
        assertThat(waiting.delivery().answer()).containsAnyOf("Sentry answered " + status, "rate limit");

        server.answers(Answer.status(200));
        sentByTheNextStart();
        assertThat(server.events())
                .hasSizeGreaterThan(1)
                .extracting(ChildSentryTests::idOf)
                .containsOnly(idOf(server.events().get(0)));
    }

    @Test
    void crashWhenSentryDoesNotAnswerWaits() throws Exception {
        server.answers(Answer.never());
        Child.Ended ended = child.set("recourse.crash.sentry.wait", "1s").run("main");

        assertThat(ended.exitCode()).isEqualTo(1);
        CrashReport waiting = onlyReport("pending");
        assertThat(waiting.delivery().tries()).isPositive();
        assertThat(waiting.delivery().answer()).contains("did not answer");
    }

    /** The server answers when the thread is gone. */
    @Test
    void threadWhenItDiesDoesNotWaitForSentry() throws Exception {
        Path free = work.resolve("free");
        server.answers(Answer.when(() -> Files.exists(free)));
        child.set("recourse.crash.sentry.wait", "50s")
                .set("recourse.crash.budget", "55s")
                .set("child.free", free.toString())
                .run("joined");
        assertThat(onlyReport("sent").delivery().tries()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 415})
    void crashWhenSentryWillNeverTakeItIsKeptAndNotSentAgain(int status) throws Exception {
        server.answers(Answer.status(status), Answer.status(200));
        child.run("main");

        CrashReport refused = onlyReport("quarantine");
        assertThat(refused.delivery().state()).isEqualTo(State.REFUSED);

        child.set("child.millis", "500").run("sleep");
        assertThat(onlyReport("quarantine").id()).isEqualTo(refused.id());
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void crashWhenSentryFindsItTooLargeIsDeliveredWithLess() throws Exception {
        server.answers(Answer.status(413), Answer.status(413), Answer.status(200));
        child.run("main");

        onlyReport("sent");
        assertThat(server.events())
                .extracting(event -> event.path("threads").path("values").size() > 1)
                .containsExactly(true, false, false);
        assertThat(server.events())
                .extracting(event -> event.path("breadcrumbs").isEmpty())
                .containsExactly(false, false, true);
        assertThat(server.events())
                .extracting(ChildSentryTests::idOf)
                .containsOnly(idOf(server.events().get(0)));
    }

    @Test
    void crashWhenProxyWantsUserAndPasswordIsDelivered() throws Exception {
        try (TestProxy proxy = TestProxy.basic("ada", "s3cret")) {
            child.set("sentry.proxy.host", "127.0.0.1")
                    .set("sentry.proxy.port", Integer.toString(proxy.port()))
                    .set("sentry.proxy.user", "ada")
                    .set("sentry.proxy.pass", "s3cret")
                    .run("main");

            onlyReport("sent");
            assertThat(proxy.requests()).contains("POST 200");
            assertThat(server.events()).hasSize(1);
        }
    }

    @Test
    void crashWhenProcessIsKilledWhileSendingIsTheSameEventNextTime() throws Exception {
        Child.Started[] killed = new Child.Started[1];
        server.answers(
                (connection, closing) -> killed[0].process().destroyForcibly().waitFor(), Answer.status(200));
        killed[0] = child.start("main");
        assertThat(killed[0].await().exitCode()).isEqualTo(137);
        String id = onlyReport("pending").id();

        assertThat(sentByTheNextStart().id()).isEqualTo(id);
        assertThat(server.events())
                .hasSize(2)
                .extracting(ChildSentryTests::idOf)
                .containsOnly(idOf(server.events().get(0)));
        assertThat(server.events()).extracting(ChildSentryTests::reportOf).containsOnly(id);
    }

    @Test
    void startWhenItFailsEachTimeDeliversItsReportsAndLeavesThemToOtherSenders() throws Exception {
        server.stop();
        child.run("bean");
        server.start();
        child.receiver().run("bean");

        assertThat(server.events()).hasSize(2);
        List<CrashReport> waiting = child.reports("pending");
        assertThat(waiting)
                .hasSize(2)
                .allSatisfy(
                        report -> assertThat(report.delivery().deliveredTo()).containsExactly("sentrySender"));
        assertThat(server.events())
                .extracting(ChildSentryTests::reportOf)
                .containsExactlyInAnyOrder(waiting.get(0).id(), waiting.get(1).id());
    }
}
