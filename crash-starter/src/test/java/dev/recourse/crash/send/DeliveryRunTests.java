package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.DeliveryStatus.State;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.store.StoreLimits;
import dev.recourse.crash.store.TestReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryRunTests {

    private final List<String> sent = new ArrayList<>();

    private final Map<String, CrashReportSender> senders = new LinkedHashMap<>();

    private Instant now = Instant.parse("2026-11-22T15:00:00Z");

    private ReportDirectory directory;

    @BeforeEach
    void directory(@TempDir Path root) {
        directory = new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
    }

    private DeliveryRun pass() {
        return new DeliveryRun(
                directory,
                senders,
                new Redactor(List.of(), List.of()),
                new BackOff(Duration.ofMinutes(5), Duration.ofHours(1)),
                () -> now);
    }

    private CrashReport stored(int second) throws IOException {
        CrashReport report = TestReports.at(now.minusSeconds(100 - second));
        directory.store(report);
        return report;
    }

    private void sender(String name, CrashReportSender sender) {
        senders.put(name, report -> {
            sent.add(report.id());
            return sender.send(report);
        });
    }

    private DeliveryStatus status(CrashReport report) {
        return directory.find(report.id()).delivery();
    }

    @Test
    void runWhenDeliveredGoesOldestFirst() throws Exception {
        CrashReport second = stored(2);
        CrashReport first = stored(1);
        sender("one", report -> Delivery.DELIVERED);

        pass().run(false);

        assertThat(sent).containsExactly(first.id(), second.id());
        assertThat(directory.pending()).isEmpty();
        assertThat(status(first)).isEqualTo(new DeliveryStatus(State.DELIVERED, 1, now, "DELIVERED", List.of("one")));
    }

    @Test
    void runWhenNoSenderLeavesReportsAlone() throws Exception {
        CrashReport report = stored(1);
        pass().run(true);
        assertThat(pass().run(report.id())).isFalse();
        assertThat(status(report)).isEqualTo(DeliveryStatus.NEW);
    }

    @Test
    void runWhenRefusedKeepsItMarkedAndNeverSendsItAgain() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> Delivery.REFUSED);
        pass().run(true);
        pass().run(true);
        assertThat(sent).hasSize(1);
        assertThat(status(report).state()).isEqualTo(State.REFUSED);
    }

    @Test
    void runWhenLaterWaitsLongerEachTime() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> Delivery.LATER);
        List<Duration> waits = new ArrayList<>();
        Instant last = now;
        for (int minute = 0; minute < 200; minute++) {
            int before = sent.size();
            pass().run(false);
            if (sent.size() > before) {
                waits.add(Duration.between(last, now));
                last = now;
            }
            now = now.plus(Duration.ofMinutes(1));
        }
        assertThat(waits).extracting(Duration::toMinutes).containsExactly(0L, 5L, 10L, 20L, 40L, 60L, 60L);
        assertThat(status(report).tries()).isEqualTo(7);
    }

    @Test
    void runWhenAllAreWantedPaysNoHeedToBackOff() throws Exception {
        stored(1);
        sender("one", each -> Delivery.LATER);
        pass().run(false);
        pass().run(false);
        pass().run(true);
        assertThat(sent).hasSize(2);
    }

    @Test
    void runWhenClockWasSetBackDoesNotWaitForIt() throws Exception {
        stored(1);
        sender("one", each -> Delivery.LATER);
        pass().run(false);
        now = now.minus(Duration.ofDays(365));
        pass().run(false);
        assertThat(sent).hasSize(2);
    }

    @Test
    void runWhenSenderThrowsKeepsItsMessageWithoutSecrets() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> {
            throw new IOException("503 token=abc");
        });
        pass().run(false);
        assertThat(status(report).state()).isEqualTo(State.PENDING);
        assertThat(status(report).answer()).isEqualTo("java.io.IOException: 503 token=***");
    }

    @Test
    void runWhenServerIsAwayStopsSoon() throws Exception {
        for (int i = 0; i < 10; i++) {
            stored(i);
        }
        sender("one", each -> Delivery.LATER);
        pass().run(true);
        assertThat(sent).hasSize(3);
    }

    @Test
    void runWhenOneOfTwoSendersFailsAsksOnlyThatAgain() throws Exception {
        CrashReport report = stored(1);
        List<String> calls = new ArrayList<>();
        senders.put("good", each -> {
            calls.add("good");
            return Delivery.DELIVERED;
        });
        senders.put("bad", each -> {
            calls.add("bad");
            return calls.size() > 2 ? Delivery.DELIVERED : Delivery.LATER;
        });
        pass().run(true);
        assertThat(status(report).state()).isEqualTo(State.PENDING);
        pass().run(true);
        assertThat(calls).containsExactly("good", "bad", "bad");
        assertThat(status(report).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runWhenOneReportHasNoEndOfTriesOthersGoOn() throws Exception {
        CrashReport poison = stored(1);
        CrashReport other = stored(2);
        sender("one", each -> each.id().equals(poison.id()) ? Delivery.LATER : Delivery.DELIVERED);
        pass().run(true);
        assertThat(status(other).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runWhenIdIsDeliveredAlreadySaysSo() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> Delivery.DELIVERED);
        assertThat(pass().run(report.id())).isTrue();
        assertThat(pass().run(report.id())).isTrue();
        assertThat(sent).hasSize(1);
    }
}
