package dev.recourse.crash.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrashNotificationsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CrashNotice notice =
            new CrashNotice("one", "broken", Path.of("report.json"), false, null, true, false);

    private final CountDownLatch over = new CountDownLatch(1);

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private final CrashNotifications notifications =
            new CrashNotifications(new PrintStream(out, true, StandardCharsets.UTF_8));

    /** Of a clock that the tests move. */
    private final AtomicLong nanos = new AtomicLong();

    private final PendingCrash crash = new PendingCrash(
            new Crash(
                    "one",
                    Source.UNCAUGHT,
                    Instant.EPOCH,
                    Thread.currentThread(),
                    Thread.State.RUNNABLE,
                    new IllegalStateException("broken")),
            nanos::get);

    @AfterEach
    void release() {
        over.countDown();
        notifications.stop();
    }

    @Test
    void notifierWhenOthersHangIsTold() throws Exception {
        notifications.listeners(List.of((source, delivered) -> hang()));
        notifications.notifiers(List.of(each -> hang(), each -> hang(), each -> told.add(each.id())));
        notifications.reported(Source.UNCAUGHT, false);
        notifications.crashed(crash, notice);
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
    }

    @Test
    void notifierWhenItHangsMissesOnlyItsOwnCalls() throws Exception {
        notifications.notifiers(List.of(each -> hang(), each -> told.add(each.id())));
        for (int i = 0; i < 1000; i++) {
            notifications.crashed(crash, notice);
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("recourse-crash-tell")
                                && thread.getState() == Thread.State.WAITING
                                && isHanging(thread)))
                .hasSize(1);
    }

    @Test
    void notifierWhenAnotherFailsIsTold() {
        CrashNotifier failing = each -> {
            throw new IllegalStateException("no display");
        };
        notifications.notifiers(List.of(failing, each -> told.add(each.id())));
        notifications.crashed(crash, notice);
        notifications.await(Deadline.after(PATIENCE));
        assertThat(told).containsExactly("one");
    }

    @Test
    void notifierIsToldOfTheCrashAndThenOfItsDelivery() {
        notifications.notifiers(List.of(new CrashNotifier() {
            @Override
            public void crashed(CrashNotice notice) {
                told.add("crashed");
            }

            @Override
            public void delivery(CrashNotice notice) {
                told.add("delivery");
            }
        }));
        notifications.crashed(crash, notice);
        notifications.delivery(notice);
        notifications.await(Deadline.after(PATIENCE));
        assertThat(told).containsExactly("crashed", "delivery");
    }

    @Test
    void notifierWhenCrashIsNotPrintedYetIsToldAfterwards() throws Exception {
        crash.printing(Thread.currentThread());
        crash.stored("one");
        notifications.notifiers(List.of(each -> told.add("told")));
        notifications.crashed(crash, notice);
        told.add("printed");
        crash.printed(Thread.currentThread());
        notifications.await(Deadline.after(PATIENCE));
        assertThat(told).containsExactly("printed", "told");
    }

    @Test
    void notifierWhenPrintingHangsIsToldAllTheSame() {
        crash.printing(Thread.currentThread());
        crash.stored("one");
        notifications.notifiers(List.of(each -> told.add(each.id())));
        notifications.crashed(crash, notice);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        notifications.await(Deadline.after(PATIENCE));
        assertThat(told).containsExactly("one");
    }

    @Test
    void waitingWhenNotifierHangsEndsWithItsDeadline() {
        notifications.notifiers(List.of(each -> hang()));
        notifications.crashed(crash, notice);
        Deadline deadline = Deadline.after(Duration.ofSeconds(2), () -> nanos.addAndGet(1_000_000_000));
        notifications.await(deadline);
        assertThat(over.getCount()).isOne();
    }

    @Test
    void wordsOfTheHookAreMadeSafe() {
        notifications.say(crash, "could \u001b[31m not");
        notifications.await(Deadline.after(PATIENCE));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("[crash] could \\u001b[31m not" + System.lineSeparator());
    }

    private static boolean isHanging(Thread thread) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getMethodName().equals("hang"));
    }

    private void hang() {
        try {
            over.await();
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }
}
