package dev.recourse.crash.sentry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.Delivery;
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
            "413, REFUSED",
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
        void sendWhenRefusedReturnsIt() throws Exception {
            server.answers(Answer.status(413));
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
        void eventHasWhatTheOptionsSay() throws Exception {
            SentrySender sender = sender(LONG, options -> {
                options.setRelease("acme@1.2");
                options.setEnvironment("field");
                options.setServerName("bench-7");
            });
            sender.send(SentryReports.report());
            JsonNode event = server.events().get(0);
            assertThat(event.path("release").asString()).isEqualTo("acme@1.2");
            assertThat(event.path("environment").asString()).isEqualTo("field");
            assertThat(event.path("server_name").asString()).isEqualTo("bench-7");
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
                    new Redactor(List.of(), List.of())));
            new SentryConfigurer().configure(options);
        });
        return new SentrySender(ScopesAdapter.getInstance(), failures, sightings, wait);
    }
}
