package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.ProcessLock;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import dev.recourse.crash.store.TestReports;
import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
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
        delivery = delivery();
        delivery.start();
    }

    @AfterEach
    void stop() {
        delivery.stop();
    }

    private ReportDelivery delivery() {
        return delivery(directory);
    }

    private static ReportDelivery delivery(ReportDirectory directory) {
        return new ReportDelivery(
                directory,
                report -> true,
                SendConsent.fixed(Consent.ALWAYS),
                new Redactor(List.of(), List.of()),
                Duration.ofMinutes(5),
                InstantSource.system());
    }

    @Test
    void directoryThatCannotBeWrittenIsSaidOnceForAllPassesWithoutATrace(CapturedOutput output) throws IOException {
        Path file = Files.writeString(root.resolve("file"), "no directory");
        ReportDirectory below = new ReportDirectory(
                file.resolve("reports"), new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
        ReportDelivery delivery = delivery(below);
        delivery.start();
        try {
            for (int i = 0; i < 4; i++) {
                delivery.deliverAll(PATIENCE);
            }
        } finally {
            delivery.stop();
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("Crash reports") && !line.contains("DEBUG")))
                .singleElement()
                .asString()
                .contains("Crash reports cannot be written: make " + below.root() + " writable, or set")
                .contains("recourse.crash.directory");
        assertThat(output).doesNotContain("\tat ");
    }

    private CrashReport crashed() throws IOException {
        CrashReport report = TestReports.at(Instant.now());
        directory.store(report);
        return report;
    }

    private String stored(Duration age) throws IOException {
        CrashReport report = TestReports.at(Instant.now().minus(age));
        // the younger one of its time and the file's counts
        Files.setLastModifiedTime(directory.store(report), FileTime.from(report.time()));
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

    @Test
    void deliverSoonWhenBacklogIsUnderWayGoesAheadOfIt() throws Exception {
        String first = stored(Duration.ofMinutes(3));
        String second = stored(Duration.ofMinutes(2));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch crashed = new CountDownLatch(1);
        delivery.senders(Map.of("one", report -> {
            begun.countDown();
            crashed.await();
            return delivered(report);
        }));
        begun.await();
        CrashReport fresh = crashed();
        CompletableFuture<Boolean> delivered = delivery.deliverSoon(fresh);
        crashed.countDown();
        assertThat(delivered.get(30, TimeUnit.SECONDS)).isTrue();
        delivery.doOnlyThat(PATIENCE);
        assertThat(sent).containsExactly(first, fresh.id(), second);
    }

    @Test
    void deliverSoonWhenNoSenderIsThereIsNotDelivered() throws IOException {
        CrashReport report = crashed();
        assertThat(delivery.deliverSoon(report)).isCompletedWithValue(false);
        assertThat(delivery.mayBeSent()).isTrue();
        delivery.senders(Map.of());
        assertThat(delivery.mayBeSent()).isFalse();
        assertThat(directory.isPending(report.id())).isTrue();
    }

    @Test
    void deliverSoonWhenLockIsTakenTriesAgainOnceItIsFree() throws Exception {
        pass(report -> delivered(report));
        CrashReport report = crashed();
        CompletableFuture<Boolean> delivered;
        try (ProcessLock other = directory.tryLock()) {
            assertThat(other).isNotNull();
            delivered = delivery.deliverSoon(report);
            assertThat(delivery.awaitIdle(Deadline.after(Duration.ofMillis(50))))
                    .isFalse();
        }
        assertThat(delivered.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(delivery.awaitIdle(Deadline.after(PATIENCE))).isTrue();
    }

    @Test
    void sendersWhenLockIsTakenSendsWhatWaitsOnceItIsFree() throws Exception {
        String id = stored(Duration.ofMinutes(1));
        CountDownLatch arrived = new CountDownLatch(1);
        try (ProcessLock other = directory.tryLock()) {
            assertThat(other).isNotNull();
            delivery.senders(Map.of("one", report -> {
                Delivery delivered = delivered(report);
                arrived.countDown();
                return delivered;
            }));
        }
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sent).containsExactly(id);
    }

    @Test
    void deliverUnstoredIsOfferedWithoutTheDirectory() throws Exception {
        pass(this::delivered);
        CrashReport report = TestReports.at(Instant.now());
        try (ProcessLock other = directory.tryLock()) {
            assertThat(other).isNotNull();
            assertThat(delivery.deliverUnstored(report).get(30, TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(sent).containsExactly(report.id());
    }

    @Test
    void deliverSoonWhenSenderFailsIsNotDeliveredAndWaits() throws Exception {
        pass(report -> {
            throw new IOException("Connection refused");
        });
        CrashReport report = crashed();
        assertThat(delivery.deliverSoon(report).get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(directory.find(report.id()).delivery().answer()).contains("Connection refused");
    }

    @Test
    void stopWhenReportWaitsForTheLockSaysThatItIsNotDelivered() throws Exception {
        pass(this::delivered);
        CompletableFuture<Boolean> delivered;
        try (ProcessLock other = directory.tryLock()) {
            assertThat(other).isNotNull();
            delivered = delivery.deliverSoon(crashed());
            delivery.stop();
        }
        assertThat(delivered).isCompletedWithValue(false);
        assertThat(delivery.deliverSoon(crashed())).isCompletedWithValue(false);
    }
}
