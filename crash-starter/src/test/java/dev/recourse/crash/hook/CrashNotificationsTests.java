package dev.recourse.crash.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.store.TestReports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrashNotificationsTests {

    private final CrashReport report = TestReports.at(Instant.parse("2026-11-22T20:32:09Z"));

    private final CountDownLatch over = new CountDownLatch(1);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final CrashNotifications audience = new CrashNotifications();

    @AfterEach
    void release() {
        over.countDown();
    }

    @Test
    void tellingWhenAllHangTakesNoLongerThanItMay() {
        audience.listeners(List.of((source, delivered) -> hang(), (source, delivered) -> hang()));
        audience.notifiers(List.of(this::hang, this::hang, this::hang));
        long start = System.nanoTime();
        tell(Duration.ofMillis(500));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void notifierWhenAnotherFailsIsCalled() {
        CrashNotifier failing = notice -> {
            throw new IllegalStateException("no display");
        };
        audience.notifiers(List.of(failing, notice -> told.add(notice.id())));
        tell(Duration.ofSeconds(30));
        assertThat(told).containsExactly(report.id());
    }

    private void tell(Duration limit) {
        audience.tell(report, Path.of("report.json"), false, limit);
    }

    private void hang(CrashNotice notice) {
        hang();
    }

    private void hang() {
        try {
            over.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
