package dev.recourse.crash.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.capture.ReportedThrowables;
import dev.recourse.crash.context.ContextSections;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.RenderLimits;
import dev.recourse.crash.render.ValueRenderer;
import dev.recourse.crash.trace.FrameLocals;
import io.sentry.Hint;
import io.sentry.ScopesAdapter;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.logback.SentryAppender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SentryEventProcessorTests {

    private final SentryServer server = new SentryServer();
    private final SentryEventLedger sightings = new SentryEventLedger();
    private final AtomicBoolean consent = new AtomicBoolean(true);

    @AfterEach
    void close() {
        server.close();
        Sentry.close();
    }

    @Test
    void eventOfTheApplicationGetsTheSectionsAsStrings() {
        start(() -> Map.of("workbench", Section.of(Map.of("tool", "lathe"))));
        Sentry.captureMessage("hello");
        JsonNode event = sent();
        assertThat(event.path("contexts").path("workbench").path("tool").asString())
                .isEqualTo("lathe");
        assertThat(event.path("message").path("formatted").asString()).isEqualTo("hello");
    }

    @Test
    void eventKeepsTheContextThatItHas() {
        start(() -> Map.of(
                "workbench", Section.of(Map.of("tool", "lathe")),
                "trace", Section.of(Map.of("trace_id", "mine"))));
        SentryEvent event = new SentryEvent(new Exception("broken"));
        event.getContexts().put("workbench", Map.of("tool", "their own"));
        Sentry.captureEvent(event);
        JsonNode contexts = sent().path("contexts");
        assertThat(contexts.path("workbench").path("tool").asString()).isEqualTo("their own");
        assertThat(contexts.path("crash.workbench").path("tool").asString()).isEqualTo("lathe");
        assertThat(contexts.path("trace").path("trace_id").asString()).isNotEqualTo("mine");
    }

    @Test
    void eventWhenCollectingFailsGoesOutWithout() {
        start(() -> {
            throw new IllegalStateException("no context");
        });
        Sentry.captureMessage("hello");
        assertThat(sent().path("contexts").path("workbench").isMissingNode()).isTrue();
    }

    @Test
    void eventWhenCollectingOverflowsTheStackGoesOutWithout() {
        start(() -> {
            throw new StackOverflowError();
        });
        Sentry.captureMessage("hello");
        assertThat(sent().path("contexts").path("workbench").isMissingNode()).isTrue();
    }

    @Test
    void eventWhenAProviderLogsAnErrorDoesNotMakeItWaitForItself() {
        Logger logger = logger();
        ContextSections sections = new ContextSections(
                Duration.ofSeconds(20),
                new ValueRenderer(new RenderLimits(4, 20, 300), new Redactor(List.of(), List.of())));
        sections.add("workbench", 0, () -> {
            logger.error("cannot read the tool");
            return Map.of("tool", "lathe");
        });
        start(sections::collectUnlessBusy);
        Sentry.captureMessage("hello");
        Sentry.flush(10_000);
        assertThat(server.events()).hasSize(2);
        assertThat(server.events().get(1).path("contexts").path("workbench")).hasToString("{\"tool\":\"lathe\"}");
    }

    @Test
    void eventOfTheLogStandsForTheReportOfItsThrowable() throws Exception {
        start(() -> Map.of("workbench", Section.of(Map.of("tool", "lathe"))));
        Exception failure = new Exception("broken");
        ReportedThrowables failures = new ReportedThrowables();
        failures.putIfAbsent(SentryReports.ID, failure);
        logger().error("it died", failure);
        SentrySender sender =
                new SentrySender(ScopesAdapter.getInstance(), failures, sightings, Duration.ofSeconds(20));
        assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
        assertThat(sent().path("message").path("formatted").asString()).isEqualTo("it died");
        assertThat(sent().path("contexts").path("workbench").path("tool").asString())
                .isEqualTo("lathe");
    }

    @Test
    void eventWhoseSenderWatchesItGetsTheContextAndIsNotTakenOver() {
        SentryEventProcessor processor = processor(() -> Map.of("workbench", Section.of(Map.of())));
        Exception failure = new Exception("broken");
        Hint watched = new Hint();
        CompletableFuture<SentryResponse> theirs = SentryTransport.watch(watched);
        SentryEvent event = processor.process(new SentryEvent(failure), watched);
        assertThat(event.getContexts().get("workbench")).isEqualTo(Map.of());
        assertThat(theirs).isNotNull();
        assertThat(sightings.ours(failure, SentryReports.ID)).isNull();
    }

    @Test
    void eventWhoseSenderWatchesItIsDroppedAfterAReportOfItsThrowable() {
        Exception failure = new Exception("broken");
        sightings.replace(failure, SentryReports.ID);
        Hint watched = new Hint();
        assertThat(SentryTransport.watch(watched)).isNotNull();
        assertThat(processor(Map::of).process(new SentryEvent(failure), watched))
                .isNull();
    }

    @Test
    void eventOfAThrowableGetsItsLocals() {
        Exception failure = new IllegalStateException("outer", new IllegalArgumentException("inner"));
        failure.addSuppressed(new UnsupportedOperationException("beside"));
        FrameLocals locals = (throwable, frames, notes) -> Stream.of(frames)
                .map(frame -> Map.of(frame.getMethodName(), throwable.getMessage() + frame.getLineNumber()))
                .toList();
        Sentry.init(options -> {
            options.setDsn(server.dsn());
            options.addEventProcessor(new SentryEventProcessor(sightings, Map::of, locals, () -> true));
        });
        Sentry.captureException(failure);

        JsonNode exceptions = sent().path("exception").path("values");
        assertThat(exceptions).hasSize(3).allSatisfy(exception -> {
            String message = exception.path("value").asString();
            assertThat(exception.path("stacktrace").path("frames"))
                    .isNotEmpty()
                    .allSatisfy(frame -> assertThat(frame.path("vars")
                                    .path(frame.path("function").asString())
                                    .asString())
                            .isEqualTo(message
                                    + frame.path("lineno")
                                            .asString(frame.path("native").asBoolean() ? "-2" : "-1")));
        });
    }

    @Test
    void eventOfAThrowableWithAFrameThatIsNullGetsTheLocalsOfTheOthers() {
        Exception failure = new Exception() {
            @Override
            public StackTraceElement[] getStackTrace() {
                return new StackTraceElement[] {null, new StackTraceElement("a.B", "work", "B.java", 7)};
            }
        };
        Sentry.init(options -> {
            options.setDsn(server.dsn());
            options.addEventProcessor(new SentryEventProcessor(
                    sightings, Map::of, (throwable, frames, notes) -> List.of(Map.of(), Map.of("x", "1")), () -> true));
        });
        Sentry.captureException(failure);
        assertThat(sent().path("exception")
                        .path("values")
                        .path(0)
                        .path("stacktrace")
                        .path("frames"))
                .singleElement()
                .satisfies(frame ->
                        assertThat(frame.path("vars").path("x").asString()).isEqualTo("1"));
    }

    @Test
    void eventWithAnExceptionWithoutConsentStays() {
        start(() -> Map.of("workbench", Section.of(Map.of("tool", "lathe"))));
        consent.set(false);
        logger().error("it died", new Exception("broken"));
        Sentry.captureException(new Exception("broken"));
        logger().error("no exception");
        assertThat(sent().path("contexts").path("workbench").isMissingNode()).isTrue();
        assertThat(server.events().get(0).path("message").path("formatted").asString())
                .isEqualTo("no exception");
    }

    /** Else the report would never be sent when the user agrees. */
    @Test
    void eventThatStaysDoesNotStandForTheReportOfItsThrowable() throws Exception {
        start(Map::of);
        consent.set(false);
        Exception failure = new Exception("broken");
        ReportedThrowables failures = new ReportedThrowables();
        failures.putIfAbsent(SentryReports.ID, failure);
        logger().error("it died", failure);
        SentrySender sender =
                new SentrySender(ScopesAdapter.getInstance(), failures, sightings, Duration.ofSeconds(20));
        assertThat(sender.send(SentryReports.report())).isEqualTo(Delivery.DELIVERED);
        assertThat(sent().path("tags").path("crash.report").asString()).isEqualTo(SentryReports.ID);
    }

    private JsonNode sent() {
        Sentry.flush(10_000);
        assertThat(server.events()).hasSize(1);
        return server.events().get(0);
    }

    private void start(Supplier<Map<String, Section>> sections) {
        Sentry.init(options -> {
            options.setDsn(server.dsn());
            options.addEventProcessor(processor(sections));
            new SentryConfigurer().configure(options);
        });
    }

    private SentryEventProcessor processor(Supplier<Map<String, Section>> sections) {
        return new SentryEventProcessor(sightings, sections, FrameLocals.none(), consent::get);
    }

    /** A logger whose errors go to Sentry, as in an application with Sentry's Logback integration. */
    private static Logger logger() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        SentryAppender appender = new SentryAppender();
        appender.setContext(context);
        appender.start();
        Logger logger = context.getLogger("test");
        logger.addAppender(appender);
        return logger;
    }
}
