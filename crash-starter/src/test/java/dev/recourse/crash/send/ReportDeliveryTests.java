package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import dev.recourse.crash.store.TestReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportDeliveryTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @TempDir
    private Path root;

    private ReportDirectory directory;

    private ReportDelivery delivery;

    @BeforeEach
    void start() {
        directory = new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
        delivery = new ReportDelivery(
                directory, new Redactor(List.of(), List.of()), Duration.ofMinutes(5), InstantSource.system());
        delivery.start();
    }

    @AfterEach
    void stop() {
        delivery.stop();
    }

    private String stored(Duration age) throws IOException {
        CrashReport report = TestReports.at(Instant.now().minus(age));
        directory.store(report);
        return report.id();
    }

    /** Waits for the pass, too, that setting the sender begins. */
    private void pass(CrashReportSender sender) {
        delivery.senders(Map.of("one", sender));
        delivery.doOnlyThat(PATIENCE);
    }

    private Delivery delivered(CrashReport report) {
        sent.add(report.id());
        return Delivery.DELIVERED;
    }

    @Test
    void sendersWhenReportGrewTooOldTriesItBeforeItIsDeleted() throws IOException {
        String id = stored(Duration.ofDays(31));
        pass(this::delivered);
        assertThat(sent).containsExactly(id);
        assertThat(directory.find(id)).isNull();
    }

    @Test
    void sendersWhenTidyingFailsSendsAllTheSame() throws IOException {
        String id = stored(Duration.ZERO);
        delivery.alsoDo(() -> {
            throw new IOException("no space left");
        });
        pass(this::delivered);
        assertThat(sent).containsExactly(id);
    }

    @Test
    void sendersWhenSendingFailsDeletesWhatIsTooOld() throws IOException {
        String id = stored(Duration.ofDays(31));
        pass(report -> {
            // in the way of the report's new state
            Files.createDirectories(
                    root.resolve("pending").resolve(report.id() + ".json.part").resolve("x"));
            return Delivery.LATER;
        });
        assertThat(directory.find(id)).isNull();
    }
}
