package dev.recourse.crash.sentry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Source;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.protocol.Mechanism;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryThread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentryEventsTests {

    @Test
    void eventHasTimeIdTagAndThreadOfTheReport() {
        CrashReport report = SentryReports.report();
        SentryEvent event = SentryEvents.of(report);
        assertThat(event.getTimestamp()).isEqualTo(report.time());
        assertThat(event.getTag("crash.report")).isEqualTo(SentryReports.ID);
        assertThat(event.getFingerprints()).isNull();
        assertThat(event.getThrowable()).isNull();
        assertThat(event.getThreads()).singleElement().satisfies(thread -> {
            assertThat(thread.getName()).isEqualTo("worker-1");
            assertThat(thread.isCrashed()).isTrue();
        });
        assertThat(event.getExceptions())
                .last()
                .extracting(SentryException::getThreadId)
                .isEqualTo(event.getThreads().stream()
                        .map(SentryThread::getId)
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void eventIdOfTheSameReportIsTheSame() {
        assertThat(SentryEvents.of(SentryReports.report()).getEventId())
                .isEqualTo(SentryEvents.of(SentryReports.report()).getEventId());
    }

    @Test
    void eventIdOfAnotherReportIsAnother() {
        CrashReport other = SentryReports.report("20261122T154200.124Z-00000000", Source.UNCAUGHT, List.of());
        assertThat(SentryEvents.of(other).getEventId())
                .isNotEqualTo(SentryEvents.of(SentryReports.report()).getEventId());
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "MANUAL", mode = EnumSource.Mode.EXCLUDE)
    void eventWhenNobodyHandledTheFailureIsFatal(Source source) {
        SentryEvent event = SentryEvents.of(SentryReports.report(source));
        assertThat(event.getLevel()).isEqualTo(SentryLevel.FATAL);
        assertThat(event.isCrashed()).isTrue();
    }

    @Test
    void eventWhenReportedByHandIsAnError() {
        SentryEvent event = SentryEvents.of(SentryReports.report(Source.MANUAL));
        assertThat(event.getLevel()).isEqualTo(SentryLevel.ERROR);
        assertThat(event.isCrashed()).isFalse();
    }

    @Test
    void eventWhenReportHasNoExceptionHasNone() {
        CrashReport report = SentryReports.report(SentryReports.ID, Source.UNCAUGHT, List.of());
        assertThat(SentryEvents.of(report).getExceptions()).isEmpty();
    }

    @Test
    void contextsAreTheSectionsAsStrings() {
        Map<String, Object> contexts = new HashMap<>();
        SentryEvents.of(SentryReports.report())
                .getContexts()
                .entrySet()
                .forEach(entry -> contexts.put(entry.getKey(), entry.getValue()));
        assertThat(contexts)
                .containsEntry("workbench", Map.of("tool", "lathe"))
                .containsEntry("serial", Map.of("last", "17", "error", "too slow", "stale", "true"))
                .containsEntry("crash.os", Map.of("mine", "yes"))
                .containsEntry(
                        "crash",
                        Map.of(
                                "source",
                                "UNCAUGHT",
                                "repeats",
                                "2",
                                "application",
                                "acme",
                                "version",
                                "1.2",
                                "git",
                                "abc1234",
                                "uptime",
                                "PT3M",
                                "notes",
                                "no disk"))
                .doesNotContainKey("os");
    }

    @Test
    void exceptionsAreRootCauseFirst() {
        List<SentryException> exceptions = exceptions(SentryReports.report(
                SentryReports.ID,
                Source.UNCAUGHT,
                List.of(
                        SentryReports.failure("com.acme.Outer", "outer", SentryReports.failure("Bare", "beside")),
                        SentryReports.failure("com.acme.Inner$Nested", null))));
        assertThat(exceptions)
                .extracting(SentryException::getModule, SentryException::getType, SentryException::getValue)
                .containsExactly(
                        tuple("com.acme", "Inner$Nested", null),
                        tuple(null, "Bare", "beside"),
                        tuple("com.acme", "Outer", "outer"));
        assertThat(exceptions)
                .extracting(SentryException::getMechanism)
                .extracting(Mechanism::getType, Mechanism::getExceptionId, Mechanism::getParentId, Mechanism::isHandled)
                .containsExactly(
                        tuple("chained", 2, 0, null),
                        tuple("suppressed", 1, 0, null),
                        tuple("uncaught", 0, null, false));
    }

    @Test
    void framesAreInnermostLastWithTheirLocals() {
        List<SentryStackFrame> frames =
                exceptions(SentryReports.report()).get(0).getStacktrace().getFrames();
        assertThat(frames).extracting(SentryStackFrame::getFunction).containsExactly("run", "turn");
        assertThat(frames).extracting(SentryStackFrame::isInApp).containsExactly(false, true);
        assertThat(frames).extracting(SentryStackFrame::getLineno).containsExactly(null, 12);
        assertThat(frames).extracting(SentryStackFrame::getVars).containsExactly(null, Map.of("speed", "900"));
    }

    @Test
    void framesAreTheInnermostHundred() {
        CrashReport report = SentryReports.report(SentryReports.ID, Source.UNCAUGHT, List.of(SentryReports.deep(1000)));
        assertThat(exceptions(report).get(0).getStacktrace().getFrames())
                .hasSize(100)
                .last()
                .extracting(SentryStackFrame::getFunction)
                .isEqualTo("call0");
    }

    private static List<SentryException> exceptions(CrashReport report) {
        return SentryEvents.of(report).getExceptions();
    }
}
