package dev.recourse.crash.sentry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReport.SystemInfo;
import dev.recourse.crash.CrashReport.ThreadDump;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.capture.Deployment;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.sentry.SentryServer.Answer;
import dev.recourse.crash.trace.FrameLocals;
import io.sentry.Breadcrumb;
import io.sentry.ITransportFactory;
import io.sentry.ScopesAdapter;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.transport.AsyncHttpTransport;
import io.sentry.transport.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SentrySenderTests {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final SentryServer server = new SentryServer();
    private final ReportedThrowables failures = new ReportedThrowables();
    private final SentryEventLedger sightings = new SentryEventLedger();

    @AfterEach
    void close() {
        server.close();
        Sentry.close();
    }

    @Nested
    class Answers {

        @ParameterizedTest
        @CsvSource({
            "200, DELIVERED",
            "202, LATER",
            "302, LATER",
            "400, REFUSED",
            "401, LATER",
            "403, LATER",
            "404, LATER",
            "415, REFUSED",
            "422, REFUSED",
            "429, LATER",
            "500, LATER",
            "503, LATER"
        })
        void answerWhenServerGivesStatusFollowsIt(int status, Delivery delivery) throws Exception {
            server.answers(Answer.status(status));
            SentryResponse answer = sender(LONG).answerTo(SentryReports.report());
            assertThat(answer).isEqualTo(new SentryResponse(delivery, "Sentry answered " + status));
            assertThat(server.events()).hasSize(1);
        }

        @Test
        void answerWhenServerNeverAnswersIsLater() throws Exception {
            server.answers(Answer.never());
            assertThat(later(sender(SHORT))).contains("did not answer within 300 ms");
        }

        @Test
        void answerWhenServerIsLaterThanTheWaitIsLater() throws Exception {
            server.answers(Answer.late(Duration.ofSeconds(30), Answer.status(200)));
            long start = System.nanoTime();
            assertThat(later(sender(SHORT))).contains("did not answer");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }

        @Test
        void answerWhenServerDripsIsLaterAndFreesItsThread() throws Exception {
            server.answers(Answer.dripping());
            assertThat(later(sender(SHORT))).contains("did not answer");
            Awaitility.await()
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("recourse-sentry")));
        }

        @Test
        void answerWhenServerResetsIsLater() throws Exception {
            server.answers(Answer.reset());
            assertThat(later(sender(LONG))).contains("not reached");
        }

        @Test
        void answerWhenServerSaysNothingIsLaterAfterOneRequest() throws Exception {
            server.answers(Answer.silent());
            assertThat(later(sender(LONG))).contains("not reached");
            assertThat(server.events()).hasSize(1);
        }

        @Test
        void answerWhenServerRefusesThenComesBackIsDeliveredWithTheSameEventId() throws Exception {
            SentrySender sender = sender(LONG);
            server.answers(Answer.status(503), Answer.status(200));
            later(sender);
            server.stop();
            assertThat(later(sender)).contains("not reached");
            server.start();
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events())
                    .extracting(event -> event.path("event_id").asString())
                    .hasSize(2)
                    .containsOnly(eventId());
        }

        @Test
        void answerWhenQuotaIsUsedUpIsLaterWithoutAskingAgain() throws Exception {
            SentrySender sender = sender(LONG);
            server.answers(Answer.status(429, "Retry-After: 60"), Answer.status(200));
            later(sender);
            assertThat(later(sender)).contains("rate limit");
            assertThat(server.events()).hasSize(1);
        }

        @Test
        void answerWhenQuotaOfOtherCategoriesIsUsedUpDoesNotMatter() throws Exception {
            SentrySender sender = sender(LONG);
            server.answers(Answer.status(200, "X-Sentry-Rate-Limits: 60:transaction:key"));
            sender.send(SentryReports.report());
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
        }

        @Test
        void answerWhenQuotaWasUsedUpByOthersIsLater() throws Exception {
            SentrySender sender = sender(LONG);
            server.answers(Answer.status(429, "Retry-After: 60"));
            Sentry.captureMessage("too much");
            Sentry.flush(LONG.toMillis());
            assertThat(later(sender)).contains("rate limit");
        }

        @Test
        void answerWhenProxyIsNotContentIsLater() throws Exception {
            server.answers(Answer.status(407));
            assertThat(later(sender(LONG))).isEqualTo("The proxy answered 407");
        }

        @Test
        void answerWhenServerSays200WithGarbageBehindItIsDelivered() throws Exception {
            server.answers((connection, closing) -> {
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n<html>".getBytes(UTF_8));
            });
            assertThat(sender(LONG).send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
        }

        @Test
        void answerWhenServerSpeaksNoHttpIsLater() throws Exception {
            server.answers(
                    (connection, closing) -> connection.getOutputStream().write("220 mail\r\n\r\n".getBytes(UTF_8)));
            assertThat(later(sender(LONG))).contains("not reached");
        }

        @Test
        void answerWhenDsnHasAPathIsDelivered() throws Exception {
            SentrySender sender = sender(LONG, options -> options.setDsn(server.dsn("localhost", "sentry/behind/42")));
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
        }

        @Test
        void sendWhenRefusedReturnsIt() throws Exception {
            server.answers(Answer.status(400));
            assertThat(sender(LONG).send(SentryReports.report())).isEqualTo(Delivery.REFUSED);
        }

        @Test
        void sendWhenNotTakenThrowsTheAnswer() {
            server.answers(Answer.status(403));
            SentrySender sender = sender(LONG);
            assertThatIOException()
                    .isThrownBy(() -> sender.send(SentryReports.report()))
                    .withMessage("Sentry answered 403");
        }
    }

    @Nested
    class Application {

        @Test
        void answerWhenSentryIsClosedIsLater() throws Exception {
            SentrySender sender = sender(LONG);
            Sentry.close();
            assertThat(later(sender)).contains("closed");
            assertThat(server.events()).isEmpty();
        }

        @Test
        void answerWhenQueueOfSentryIsStuckIsDeliveredAtOnce() throws Exception {
            SentrySender sender = sender(LONG);
            server.answers(Answer.never(), Answer.status(200));
            Sentry.captureMessage("stuck");
            Awaitility.await().until(() -> server.events().size() == 1);
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
        }

        @Test
        void answerWhenBeforeSendDropsTheEventIsRefused() throws Exception {
            SentrySender sender = sender(LONG, options -> options.setBeforeSend((event, hint) -> null));
            assertThat(sender.answerTo(SentryReports.report()).delivery()).isEqualTo(Delivery.REFUSED);
            assertThat(server.events()).isEmpty();
        }

        @Test
        void answerWhenBeforeSendHangsIsLater() throws Exception {
            CountDownLatch released = new CountDownLatch(1);
            SentrySender sender = sender(
                    SHORT,
                    options -> options.setBeforeSend((event, hint) -> {
                        try {
                            released.await();
                        } catch (InterruptedException ex) {
                            Thread.currentThread().interrupt();
                        }
                        return null;
                    }));
            assertThat(later(sender)).contains("did not answer");
            released.countDown();
        }

        @Test
        void answerWhenExceptionIsIgnoredByTypeIsRefused() throws Exception {
            SentrySender sender =
                    sender(LONG, options -> options.addIgnoredExceptionForType(IllegalStateException.class));
            CrashReport ignored = SentryReports.report(
                    SentryReports.ID,
                    Source.UNCAUGHT,
                    List.of(SentryReports.failure("java.lang.IllegalStateException", "no")));
            assertThat(sender.answerTo(ignored).delivery()).isEqualTo(Delivery.REFUSED);
            assertThat(sender.answerTo(SentryReports.report()).delivery()).isEqualTo(Delivery.DELIVERED);
        }

        @Test
        void answerWhenExceptionIsIgnoredByMessageIsRefused() throws Exception {
            SentrySender sender = sender(LONG, options -> options.addIgnoredError("com\\.acme\\.Boom: bro.*"));
            assertThat(sender.answerTo(SentryReports.report()).delivery()).isEqualTo(Delivery.REFUSED);
        }

        @Test
        void answerWhenApplicationHasItsOwnTransportGoesThroughThat() throws Exception {
            ITransportFactory own = (options, request) ->
                    new AsyncHttpTransport(options, new RateLimiter(options), options.getTransportGate(), request);
            SentrySender sender = sender(LONG, options -> options.setTransportFactory(own));
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
            server.answers(Answer.status(413));
            assertThat(later(sender)).contains("did not confirm");
        }

        @Test
        void eventWhenReportIsOfThisProcessHasItsScopeWithRedactedBreadcrumbs() throws Exception {
            SentrySender sender = sender(LONG);
            Exception failure = new Exception("broken");
            failures.putIfAbsent(SentryReports.ID, failure);
            Sentry.setTag("site", "north");
            Instant crash = SentryReports.report().time();
            addBreadcrumb(crash, "password=1234");
            addBreadcrumb(crash.plusMillis(1), "after the crash");
            sender.send(SentryReports.report());
            JsonNode event = server.events().get(0);
            assertThat(event.path("tags").path("site").asString()).isEqualTo("north");
            assertThat(event.path("breadcrumbs").findValuesAsString("message")).containsExactly("password=***");
        }

        @Test
        void eventWhenReportIsOfAnEarlierProcessHasNothingOfThisOne() throws Exception {
            SentrySender sender = sender(LONG);
            Sentry.setTag("site", "north");
            Sentry.addBreadcrumb("started again");
            sender.send(SentryReports.report());
            JsonNode event = server.events().get(0);
            assertThat(event.path("tags").path("site").isMissingNode()).isTrue();
            assertThat(event.path("breadcrumbs").findValuesAsString("message")).isEmpty();
        }
    }

    /** What is left out where Sentry finds a report too large: threads, log, variables, in that order. */
    @Nested
    class TooLarge {

        private final CrashReport large = SentryReports.report().toBuilder()
                .threads(List.of(new ThreadDump("idle", "WAITING", List.of("java.lang.Object.wait(Native Method)"))))
                .log(List.of("started", "token=***"))
                .build();

        private List<String> parts(JsonNode event) {
            List<String> parts = new ArrayList<>();
            if (event.path("threads").path("values").size() > 1) {
                parts.add("threads");
            }
            if (!event.path("breadcrumbs").isEmpty()) {
                parts.add("log");
            }
            if (!event.findValues("vars").isEmpty()) {
                parts.add("variables");
            }
            return parts;
        }

        @Test
        void sendLeavesOutOnePartMoreUntilItIsTaken() throws Exception {
            server.answers(Answer.status(413), Answer.status(413), Answer.status(413), Answer.status(200));
            assertThat(sender(LONG).send(large)).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events())
                    .extracting(this::parts)
                    .containsExactly(
                            List.of("threads", "log", "variables"),
                            List.of("log", "variables"),
                            List.of("variables"),
                            List.of());
            assertThat(server.events())
                    .extracting(event -> event.path("event_id").asString())
                    .containsOnly(eventId());
            JsonNode last = server.events().get(3);
            assertThat(last.path("contexts").path("crash").path("notes").asString())
                    .contains("too large: threads", "too large: log", "too large: locals");
            assertThat(last.path("exception")
                            .path("values")
                            .path(0)
                            .path("stacktrace")
                            .path("frames")
                            .size())
                    .isEqualTo(2);
        }

        @Test
        void sendWhenSmallestIsTooLargeIsRefused() throws Exception {
            server.answers(Answer.status(413));
            assertThat(sender(LONG).send(large)).isEqualTo(Delivery.REFUSED);
            assertThat(server.events()).hasSize(4);
        }

        @Test
        void sendWhenThereIsNothingToLeaveOutIsRefusedAtOnce() throws Exception {
            server.answers(Answer.status(413));
            CrashReport small = SentryReports.report(
                    SentryReports.ID, Source.UNCAUGHT, List.of(new Failure("a.B", "b", List.of(), List.of())));
            assertThat(sender(LONG).send(small)).isEqualTo(Delivery.REFUSED);
            assertThat(server.events()).hasSize(1);
        }

        @Test
        void sendWhenServerFailsMeanwhileIsLater() throws Exception {
            server.answers(Answer.status(413), Answer.status(503));
            SentrySender sender = sender(LONG);
            assertThatIOException().isThrownBy(() -> sender.send(large)).withMessage("Sentry answered 503");
        }

        @Test
        void sendWhenReportIsOfThisProcessLeavesOutItsBreadcrumbs() throws Exception {
            failures.putIfAbsent(SentryReports.ID, new Exception("broken"));
            server.answers(Answer.status(413), Answer.status(413), Answer.status(200));
            SentrySender sender = sender(LONG);
            addBreadcrumb(large.time(), "pressed start");
            sender.send(large);
            assertThat(server.events())
                    .extracting(this::parts)
                    .containsExactly(
                            List.of("threads", "log", "variables"), List.of("log", "variables"), List.of("variables"));
        }
    }

    /** A crash belongs to the release, the environment and the machine where it happened, whoever sends it. */
    @Nested
    class Belonging {

        private final SentryInfo sentry = new SentryInfo("7", "bench-7", "127.0.0.1/1", Map.of("site", "north"));

        private CrashReport crashed(CrashReport.Application application) {
            return SentryReports.report().toBuilder()
                    .application(application)
                    .system(new SystemInfo(
                            Map.of("version", "17.0.1", "vendor", "Acme"),
                            Map.of("name", "Plan9"),
                            Map.of(),
                            Map.of(),
                            "de",
                            "UTC"))
                    .build();
        }

        private SentrySender ofNewerVersion() {
            return sender(LONG, options -> {
                options.setRelease("acme@2.0.0");
                options.setEnvironment("laboratory");
                options.setDist("9");
                options.setServerName("desk");
                options.setTag("site", "south");
                options.setTag("new", "yes");
                options.setSendDefaultPii(true);
            });
        }

        private JsonNode sent(SentrySender sender, CrashReport report) throws Exception {
            sender.send(report);
            return server.events().get(0);
        }

        @Test
        void eventOfAnEarlierProcessIsOfItsReleaseAndMachine() throws Exception {
            SentrySender sender = ofNewerVersion();
            Sentry.setTag("scope", "yes");
            JsonNode event = sent(
                    sender, crashed(SentryReports.report().application().withSentry("acme@1.0.0", "field", sentry)));
            assertThat(event.path("release").asString()).isEqualTo("acme@1.0.0");
            assertThat(event.path("environment").asString()).isEqualTo("field");
            assertThat(event.path("dist").asString()).isEqualTo("7");
            assertThat(event.path("server_name").asString()).isEqualTo("bench-7");
            assertThat(event.path("tags").propertyNames()).containsExactlyInAnyOrder("site", "crash.report");
            assertThat(event.path("tags").path("site").asString()).isEqualTo("north");
            assertThat(event.path("contexts").path("runtime").path("version").asString())
                    .isEqualTo("17.0.1");
            assertThat(event.path("contexts").path("os").path("name").asString())
                    .isEqualTo("Plan9");
            assertThat(event.path("user").isMissingNode()).isTrue();
            assertThat(event.path("sdk").path("name").asString()).startsWith("sentry.java");
        }

        @Test
        void eventOfAnEarlierProcessHasNothingThatItsReportDoesNotTell() throws Exception {
            JsonNode event = sent(
                    ofNewerVersion(),
                    crashed(SentryReports.report()
                            .application()
                            .withSentry(null, "field", new SentryInfo(null, null, null, Map.of()))));
            assertThat(event.has("release")).isFalse();
            assertThat(event.has("dist")).isFalse();
            assertThat(event.has("server_name")).isFalse();
            assertThat(event.path("tags").propertyNames()).containsExactly("crash.report");
        }

        @Test
        void eventWhenNoSentryWasThereHasTheVersionAsItsRelease() throws Exception {
            JsonNode event = sent(ofNewerVersion(), SentryReports.report());
            assertThat(event.path("release").asString()).isEqualTo("1.2");
            assertThat(event.has("environment")).isFalse();
        }

        @Test
        void eventWhenOnlyTheShortReportWasLeftIsOfNoRelease() throws Exception {
            JsonNode event = sent(
                    ofNewerVersion(),
                    SentryReports.report().toBuilder().application(null).build());
            assertThat(event.has("release")).isFalse();
            assertThat(event.has("environment")).isFalse();
        }

        @Test
        void eventOfAnEarlierProcessHasTheLogOfItsReport() throws Exception {
            SentrySender sender = ofNewerVersion();
            Sentry.addBreadcrumb("started again");
            JsonNode event = sent(
                    sender,
                    SentryReports.report().toBuilder()
                            .log(List.of("one", "two"))
                            .build());
            assertThat(event.path("breadcrumbs").findValuesAsString("message")).containsExactly("one", "two");
        }

        @Test
        void eventHasTheOtherThreads() throws Exception {
            JsonNode event = sent(
                    ofNewerVersion(),
                    SentryReports.report().toBuilder()
                            .threads(List.of(
                                    new ThreadDump("worker-1", "RUNNABLE", List.of()),
                                    new ThreadDump(
                                            "idle",
                                            "WAITING",
                                            List.of("java.base@17/java.lang.Object.wait(Object.java:340)", "odd"))))
                            .build());
            JsonNode threads = event.path("threads").path("values");
            assertThat(threads.findValuesAsString("name")).containsExactly("worker-1", "idle");
            JsonNode frames = threads.path(1).path("stacktrace").path("frames");
            assertThat(frames.findValuesAsString("function")).containsExactly("odd", "wait");
            assertThat(frames.path(1).path("module").asString()).isEqualTo("java.lang.Object");
            assertThat(frames.path(1).path("lineno").asInt()).isEqualTo(340);
        }

        @Test
        void deploymentIsWhatSentryIsTold() {
            ofNewerVersion();
            Sentry.setTag("scope", "yes");
            Deployment deployment = new SentryDeployment(ScopesAdapter.getInstance()).current();
            assertThat(deployment)
                    .isEqualTo(new Deployment(
                            "acme@2.0.0",
                            "laboratory",
                            new SentryInfo(
                                    "9", "desk", "127.0.0.1/1", Map.of("site", "south", "new", "yes", "scope", "yes")),
                            true));
        }
    }

    @Nested
    class Duplicates {

        private final Exception failure = new Exception("broken");

        @Test
        void sendWhenTheirEventCameFirstWaitsForItsAnswer() throws Exception {
            SentrySender sender = sender(LONG);
            failures.putIfAbsent(SentryReports.ID, failure);
            server.answers(Answer.late(Duration.ofMillis(300), Answer.status(200)));
            Sentry.captureException(failure);
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events()).hasSize(1);
            assertThat(server.events()
                            .get(0)
                            .path("contexts")
                            .path("workbench")
                            .path("tool")
                            .asString())
                    .isEqualTo("mill");
        }

        @Test
        void sendWhenTheirEventCameFirstAndWasNotTakenSendsTheReport() throws Exception {
            SentrySender sender = sender(LONG);
            failures.putIfAbsent(SentryReports.ID, failure);
            server.answers(Answer.status(500), Answer.status(200));
            Sentry.captureException(failure);
            assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events()).hasSize(2);
            assertThat(server.events().get(1).path("event_id").asString()).isEqualTo(eventId());
        }

        @Test
        void sendWhenTheirEventCameFirstAndIsNotAnsweredIsLaterThenSendsTheReport() throws Exception {
            SentrySender sender = sender(SHORT);
            failures.putIfAbsent(SentryReports.ID, failure);
            server.answers(Answer.never(), Answer.status(200));
            Sentry.captureException(failure);
            assertThat(later(sender)).contains("did not answer");
            assertThat(server.events()).hasSize(1);
            assertThat(sender(LONG, options -> {}).send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events()).hasSize(2);
        }

        @Test
        void sendWhenTheirEventComesAfterwardsStaysAlone() throws Exception {
            SentrySender sender = sender(LONG);
            failures.putIfAbsent(SentryReports.ID, failure);
            sender.send(SentryReports.report());
            Sentry.captureException(failure);
            Sentry.flush(LONG.toMillis());
            assertThat(server.events()).hasSize(1);
        }

        @Test
        void sendWhenTheirEventComesAfterwardsWithoutDeduplicationTagsIt() throws Exception {
            SentrySender sender = sender(LONG, options -> options.setEnableDeduplication(false));
            failures.putIfAbsent(SentryReports.ID, failure);
            sender.send(SentryReports.report());
            Sentry.captureException(failure);
            Sentry.flush(LONG.toMillis());
            assertThat(server.events())
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(
                                    event.path("tags").path("crash.report").asString())
                            .isEqualTo(SentryReports.ID));
        }

        @Test
        void sendWhenTheirEventIsOfAnEqualThrowableSendsBoth() throws Exception {
            SentrySender sender = sender(LONG);
            failures.putIfAbsent(SentryReports.ID, failure);
            Sentry.captureException(new Exception("broken"));
            sender.send(SentryReports.report());
            Sentry.flush(LONG.toMillis());
            assertThat(server.events()).hasSize(2);
        }
    }

    @Nested
    class Comments {

        private final CrashReport commented =
                SentryReports.report().toBuilder().comment("I turned it on").build();

        @Test
        void sendOfAReportWithACommentSendsFeedbackOnItsEvent() throws Exception {
            assertThat(sender(LONG).send(commented)).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events()).hasSize(1);
            assertThat(server.feedback()).singleElement().satisfies(feedback -> {
                JsonNode said = feedback.path("contexts").path("feedback");
                assertThat(said.path("message").asString()).isEqualTo("I turned it on");
                assertThat(said.path("associated_event_id").asString()).isEqualTo(eventId());
                assertThat(feedback.path("release").asString()).isEqualTo("1.2");
                assertThat(feedback.path("contexts").path("workbench").isMissingNode())
                        .isTrue();
                assertThat(feedback.path("breadcrumbs").isMissingNode()).isTrue();
            });
        }

        @Test
        void commentOnAReportThatWasSentSendsFeedbackAlone() throws Exception {
            assertThat(sender(LONG).comment(commented)).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events()).isEmpty();
            assertThat(server.feedback()).hasSize(1);
        }

        @Test
        void sendWhenFeedbackIsNotTakenIsLater() {
            server.answers(Answer.status(200), Answer.status(503));
            assertThatIOException()
                    .isThrownBy(() -> sender(LONG).send(commented))
                    .withMessageContaining("503");
        }

        /** A server that is older than this kind of feedback has the event all the same. */
        @Test
        void sendWhenFeedbackIsRefusedIsDelivered() throws Exception {
            server.answers(Answer.status(200), Answer.status(400));
            assertThat(sender(LONG).send(commented)).isEqualTo(Delivery.DELIVERED);
        }
    }

    private static void addBreadcrumb(Instant time, String message) {
        Breadcrumb crumb = new Breadcrumb(Date.from(time));
        crumb.setMessage(message);
        Sentry.addBreadcrumb(crumb);
    }

    private static String later(SentrySender sender) throws InterruptedException {
        SentryResponse answer = sender.answerTo(SentryReports.report());
        assertThat(answer.delivery()).isEqualTo(Delivery.LATER);
        return answer.words();
    }

    private static String eventId() {
        return UUID.nameUUIDFromBytes(SentryReports.ID.getBytes(UTF_8))
                .toString()
                .replace("-", "");
    }

    private SentrySender sender(Duration wait) {
        return sender(wait, options -> {});
    }

    private SentrySender sender(Duration wait, Consumer<SentryOptions> customizer) {
        Sentry.init(options -> {
            options.setDsn(server.dsn());
            customizer.accept(options);
            options.addEventProcessor(new SentryEventProcessor(
                    sightings,
                    () -> Map.of("workbench", Section.of(Map.of("tool", "mill"))),
                    FrameLocals.none(),
                    () -> true));
            options.addEventProcessor(new SentryReportProcessor(new Redactor(List.of(), List.of())));
            new SentryConfigurer().configure(options);
        });
        return new SentrySender(ScopesAdapter.getInstance(), failures, sightings, wait);
    }
}
