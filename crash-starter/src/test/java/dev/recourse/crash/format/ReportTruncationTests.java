package dev.recourse.crash.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.store.TestReports;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
