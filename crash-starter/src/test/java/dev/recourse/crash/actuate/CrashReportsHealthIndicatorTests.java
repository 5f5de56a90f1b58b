package dev.recourse.crash.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import dev.recourse.crash.store.TestReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class CrashReportsHealthIndicatorTests {

    private final Instant now = Instant.parse("2026-11-22T15:00:00Z");

    private ReportDirectory directory;

    @BeforeEach
    void directory(@TempDir Path root) {
        directory = new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
    }

    private void stored(Duration age, int tries) throws IOException {
        CrashReport report = TestReports.at(now.minus(age));
        directory.store(report.with(
                new DeliveryStatus(DeliveryStatus.State.PENDING, tries, tries == 0 ? null : now, "503", List.of())));
    }

    private Health health() {
        return new CrashReportsHealthIndicator(directory, () -> now).health();
    }

    @Test
    void healthWhenNothingWaitsIsUp() {
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void healthWhenNothingCouldBeDeliveredForADayIsUnknown() throws IOException {
        stored(Duration.ofHours(25), 30);
        Health health = health();
        assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(health.getDetails())
                .containsEntry("pending", 1)
                .containsEntry("tries", 30)
                .containsEntry("answer", "503");
    }

    @Test
    void healthWhenYoungerThanADayIsUp() throws IOException {
        stored(Duration.ofHours(23), 30);
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void healthWhenNobodyTriesToDeliverIsUp() throws IOException {
        stored(Duration.ofDays(20), 0);
        assertThat(health().getStatus()).isEqualTo(Status.UP);
    }
}
