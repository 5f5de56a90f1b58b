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
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryRunTests {

    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, CrashReportSender> senders = new LinkedHashMap<>();

    private final Set<String> tried = new HashSet<>();

    private final AtomicLong nanoTime = new AtomicLong();

    private final SenderPauses pauses = new SenderPauses(nanoTime::get);

    private Predicate<CrashReport> own = report -> true;

    private Instant now = Instant.parse("2026-11-22T15:00:00Z");

    private ReportDirectory directory;

    @BeforeEach
    void directory(@TempDir Path root) {
        directory = new ReportDirectory(root, new StoreLimits(100, 100_000_000, Duration.ofDays(30), 1_000_000));
    }

    private DeliveryRun pass() {
        return new DeliveryRun(
                directory,
                own,
                new SendAttempt(report -> true, senders, pauses, new Redactor(List.of(), List.of()), () -> now),
                new BackOff(Duration.ofMinutes(5), Duration.ofHours(1)),
                () -> now,
                tried);
    }

    private void run(boolean all) {
        pauses.clear();
        pass().run(all, () -> {});
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

        run(false);

        assertThat(sent).containsExactly(first.id(), second.id());
        assertThat(directory.pending()).isEmpty();
        assertThat(status(first)).isEqualTo(new DeliveryStatus(State.DELIVERED, 1, now, "DELIVERED", List.of("one")));
    }

    @Test
    void runWhenRefusedKeepsItMarkedAndNeverSendsItAgain() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> Delivery.REFUSED);
        run(true);
        run(true);
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
            run(false);
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
        run(false);
        run(false);
        run(true);
        assertThat(sent).hasSize(2);
    }

    @Test
    void runWhenClockWasSetBackDoesNotWaitForIt() throws Exception {
        stored(1);
        sender("one", each -> Delivery.LATER);
        run(false);
        now = now.minus(Duration.ofDays(365));
        run(false);
        assertThat(sent).hasSize(2);
    }

    @Test
    void runWhenSenderThrowsKeepsItsMessageWithoutSecrets() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> {
            throw new IOException("503 token=abc");
        });
        run(false);
        assertThat(status(report).state()).isEqualTo(State.PENDING);
        assertThat(status(report).answer()).isEqualTo("java.io.IOException: 503 token=***");
    }

    @Test
    void runWhenProcessIsNewPaysNoHeedToBackOffAtItsFirstTry() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> Delivery.LATER);
        run(false);
        tried.clear();
        run(false);
        run(false);
        assertThat(sent).hasSize(2);
        assertThat(status(report).tries()).isEqualTo(2);
    }

    @Test
    void runWhenSenderSaysLaterGoesOnWithTheOthers() throws Exception {
        for (int i = 0; i < 20; i++) {
            stored(i);
        }
        CrashReport last = stored(20);
        sender("one", each -> each.id().equals(last.id()) ? Delivery.DELIVERED : Delivery.LATER);
        run(true);
        assertThat(sent).hasSize(21);
        assertThat(status(last).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runWhenFewReportsMakeTheSenderFailGoesOnWithTheOthers() throws Exception {
        List<String> bad = List.of(
                stored(1).id(), stored(2).id(), stored(3).id(), stored(4).id());
        CrashReport good = stored(5);
        sender("one", each -> {
            if (bad.contains(each.id())) {
                throw new IOException("500");
            }
            return Delivery.DELIVERED;
        });
        run(true);
        assertThat(status(good).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runWhenServerIsDownAsksItFiveTimesAndCountsNoTryOfTheRest() throws Exception {
        for (int i = 0; i < 9; i++) {
            stored(i);
        }
        CrashReport last = stored(9);
        sender("one", each -> {
            throw new IOException("Connection refused");
        });
        run(true);
        assertThat(sent).hasSize(5);
        assertThat(status(last)).isEqualTo(DeliveryStatus.NEW);
        run(false);
        assertThat(sent).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void runWhenSenderIsSilentAsksItTwice() throws Exception {
        for (int i = 0; i < 5; i++) {
            stored(i);
        }
        sender("one", each -> {
            nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
            throw new IOException("no answer in 5 s");
        });
        run(true);
        assertThat(sent).hasSize(2);
    }

    @Test
    void runWhenOneSenderIsPausedSendsByTheOther() throws Exception {
        List<CrashReport> reports = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            reports.add(stored(i));
        }
        senders.put("down", each -> {
            throw new IOException("Connection refused");
        });
        sender("up", each -> Delivery.DELIVERED);
        run(true);
        assertThat(sent).hasSize(7);
        assertThat(reports).allSatisfy(report -> {
            assertThat(status(report).state()).isEqualTo(State.PENDING);
            assertThat(status(report).deliveredTo()).containsExactly("up");
        });
    }

    @Test
    void runWhenReportIsOfAnotherApplicationLeavesItAlone() throws Exception {
        CrashReport theirs = stored(1);
        CrashReport mine = stored(2);
        own = report -> report.id().equals(mine.id());
        sender("one", each -> Delivery.DELIVERED);
        run(true);
        assertThat(sent).containsExactly(mine.id());
        assertThat(status(theirs)).isEqualTo(DeliveryStatus.NEW);
    }

    @Test
    void runOfOneWhenItIsRepeatedMeanwhileKeepsTheRepeats() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> {
            directory.update(report.withRepeats(7));
            return Delivery.DELIVERED;
        });
        assertThat(pass().run(report)).isTrue();
        assertThat(directory.find(report.id()).repeats()).isEqualTo(7);
        assertThat(status(report).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runOfOneWhenItIsDeletedMeanwhileLeavesNothing() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> {
            directory.delete(report.id());
            return Delivery.DELIVERED;
        });
        assertThat(pass().run(report)).isTrue();
        assertThat(directory.find(report.id())).isNull();
    }

    @Test
    void runWhenOneSenderHangsSendsByTheOtherMeanwhile() throws Exception {
        CrashReport report = stored(1);
        CountDownLatch sentByOther = new CountDownLatch(1);
        senders.put("hanging", each -> {
            sentByOther.await();
            return Delivery.DELIVERED;
        });
        sender("other", each -> {
            sentByOther.countDown();
            return Delivery.DELIVERED;
        });
        run(true);
        assertThat(status(report).deliveredTo()).containsExactly("hanging", "other");
    }

    @Test
    void runWhenOneOfTwoSendersFailsAsksOnlyThatAgain() throws Exception {
        CrashReport report = stored(1);
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        senders.put("good", each -> {
            calls.add("good");
            return Delivery.DELIVERED;
        });
        senders.put("bad", each -> {
            calls.add("bad");
            return calls.size() > 2 ? Delivery.DELIVERED : Delivery.LATER;
        });
        run(true);
        assertThat(status(report).state()).isEqualTo(State.PENDING);
        run(true);
        assertThat(calls).containsExactlyInAnyOrder("good", "bad", "bad");
        assertThat(status(report).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runWhenOneReportHasNoEndOfTriesOthersGoOn() throws Exception {
        CrashReport poison = stored(1);
        CrashReport other = stored(2);
        sender("one", each -> each.id().equals(poison.id()) ? Delivery.LATER : Delivery.DELIVERED);
        run(true);
        assertThat(status(other).state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void runWhenIdIsDeliveredAlreadySaysSo() throws Exception {
        CrashReport report = stored(1);
        sender("one", each -> Delivery.DELIVERED);
        assertThat(pass().run(report)).isTrue();
        assertThat(pass().run(report)).isTrue();
        assertThat(sent).hasSize(1);
    }
}
