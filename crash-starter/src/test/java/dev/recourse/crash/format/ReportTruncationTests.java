package dev.recourse.crash.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.store.TestReports;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTruncationTests {

    /** Returns what is left of a report of a hundred frames that have 10 KB of locals each. */
    private static CrashReport fit(long maxBytes) throws IOException {
        Frame frame = new Frame("a.B", "c", "B.java", 1, true, Map.of("x", "x".repeat(10_000)));
        Failure cause = new Failure("a.Cause", "inner", Collections.nCopies(100, frame), List.of());
        Failure failure = new Failure("a.Boom", "boom", List.of(frame), List.of(List.of(cause)));
        byte[] json = ReportTruncation.fit(TestReports.of(Instant.EPOCH, List.of(failure)), maxBytes);
        assertThat(json.length).isLessThanOrEqualTo((int) maxBytes);
        return ReportJson.read(json);
    }

    @Test
    void fitWhenLocalsAreTooLargeKeepsThoseOfTheInnermostFrames() throws IOException {
        CrashReport report = fit(500_000);
        List<Frame> frames = report.failure().suppressed().get(0).get(0).frames();
        assertThat(frames).hasSize(100);
        assertThat(frames.subList(0, 20))
                .allSatisfy(frame -> assertThat(frame.locals()).isNotEmpty());
        assertThat(frames.subList(20, 100))
                .allSatisfy(frame -> assertThat(frame.locals()).isEmpty());
        assertThat(report.failure().frames().get(0).locals()).isNotEmpty();
        assertThat(report.notes())
                .contains("Left out, for the report was too large: locals of the most distant frames");
    }

    @Test
    void fitWhenThoseAreTooLargeTooKeepsTheFrames() throws IOException {
        CrashReport report = fit(50_000);
        List<Frame> frames = report.failure().suppressed().get(0).get(0).frames();
        assertThat(frames)
                .hasSize(100)
                .allSatisfy(frame -> assertThat(frame.locals()).isEmpty());
        assertThat(report.notes()).contains("Left out, for the report was too large: locals");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 1024})
    void fitWhateverTheReportIsSmallEnoughAndCanBeRead(int kilobytes) throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ReportTruncationTests: -Dseed=" + seed);
        RandomReports reports = new RandomReports(new Random(seed));
        for (int i = 0; i < 40; i++) {
            CrashReport report = reports.next();
            byte[] json = ReportTruncation.fit(report, kilobytes * 1024L);
            assertThat(json.length).isLessThanOrEqualTo(kilobytes * 1024);
            CrashReport read = ReportJson.read(json);
            assertThat(read.id()).isEqualTo(report.id());
            assertThat(read.source()).isEqualTo(report.source());
            assertThat(ReportJson.read(ReportTruncation.fit(read, kilobytes * 1024L)))
                    .isEqualTo(read);
        }
    }

    @Test
    void fitWhenExceptionsAreSuppressedWithinOthersKeepsThoseThatCanBeRead() throws IOException {
        CrashReport kept = ReportJson.read(ReportTruncation.fit(nested(32), 100_000));
        assertThat(depth(kept.exceptions())).isEqualTo(32);
        assertThat(kept.notes()).isEmpty();

        CrashReport cut = ReportJson.read(ReportTruncation.fit(nested(60), 100_000));
        assertThat(depth(cut.exceptions())).isEqualTo(50);
        assertThat(cut.notes()).singleElement().asString().contains("suppressed within 50 others");
    }

    @Test
    void fitWhenTracesAreTooLargeForTheLimitHoldsIt() throws IOException {
        Frame frame = new Frame("com.acme.some.where.Outer$Inner", "someMethod", "Outer.java", 1234, true, Map.of());
        Failure failure = new Failure("com.acme.SomeException", "boom", Collections.nCopies(150, frame), List.of());
        byte[] json = ReportTruncation.fit(TestReports.of(Instant.EPOCH, Collections.nCopies(5, failure)), 16 * 1024);
        assertThat(json.length).isBetween(8 * 1024, 16 * 1024);
        assertThat(ReportJson.read(json).exceptions()).hasSize(5);
    }

    @Test
    void fitWhenEverythingIsAsLargeAsCanBeHoldsTheSmallestLimit() throws IOException {
        String text = "\u0000".repeat(100_000);
        Map<String, String> map = Map.of(text, text);
        Frame frame = new Frame(text, text, text, Integer.MIN_VALUE, false, map);
        Failure failure = new Failure(text, text, List.of(frame, frame), List.of());
        CrashReport report = CrashReport.builder(
                        ReportId.next(Instant.EPOCH), Source.UNCAUGHT, Instant.MAX, List.of(failure, failure))
                .kind(text)
                .application(new Application(
                        text,
                        text,
                        text,
                        List.of(text, text),
                        Long.MIN_VALUE,
                        text,
                        Duration.ZERO,
                        text,
                        text,
                        new SentryInfo(text, text, text, Map.of(text, text, "a" + text, text))))
                .thread(new CrashedThread(text, Long.MIN_VALUE, text, false))
                .delivery(new DeliveryStatus(
                        DeliveryStatus.State.PENDING, Integer.MAX_VALUE, Instant.MAX, text, List.of(text, text)))
                .notes(List.of(text, text))
                .build();
        byte[] json = ReportTruncation.fit(report, 16 * 1024);
        assertThat(json.length).isLessThanOrEqualTo(16 * 1024);
        assertThat(ReportJson.read(json).id()).isEqualTo(report.id());
    }

    private static CrashReport nested(int depth) {
        Failure failure = new Failure("a.Innermost", null, List.of(), List.of());
        for (int i = 0; i < depth; i++) {
            failure = new Failure("a.Failure", null, List.of(), List.of(List.of(failure)));
        }
        return TestReports.of(Instant.EPOCH, List.of(failure));
    }

    private static int depth(List<Failure> chain) {
        List<List<Failure>> suppressed = chain.get(0).suppressed();
        return suppressed.isEmpty() ? 0 : 1 + depth(suppressed.get(0));
    }
}
