package dev.recourse.crash.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PendingCrashTests {

    /** Of a clock that the tests move. */
    private final AtomicLong nanos = new AtomicLong();

    private PendingCrash crash(Source source) {
        return new PendingCrash(
                new Crash(
                        "one",
                        source,
                        Instant.EPOCH,
                        Thread.currentThread(),
                        Thread.State.RUNNABLE,
                        new IllegalStateException("broken")),
                nanos::get);
    }

    @Test
    void crashWhenStoredLetsItsThrowableGo() {
        PendingCrash crash = crash(Source.UNCAUGHT);
        assertThat(crash.crash()).isNotNull();
        crash.stored("other");
        assertThat(crash.crash()).isNull();
        assertThat(crash.id()).isEqualTo("other");
    }

    @Test
    void waitingWhenNotStoredEndsWithTheDeadline() {
        Deadline over = Deadline.after(Duration.ZERO, nanos::get);
        assertThat(crash(Source.UNCAUGHT).awaitStored(over)).isFalse();
    }

    @Test
    void waitingWhenInterruptedGoesOnAndKeepsTheInterruption() throws InterruptedException {
        PendingCrash crash = crash(Source.UNCAUGHT);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            boolean stored = crash.awaitStored(Deadline.after(Duration.ofSeconds(30)));
            if (stored && Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
            }
        });
        waiting.start();
        waiting.interrupt();
        crash.stored("one");
        waiting.join();
        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void crashWhenItsThreadIsDeadCountsAsPrinted() throws InterruptedException {
        PendingCrash crash = crash(Source.STARTUP);
        Thread dying = new Thread(() -> crash.printing(Thread.currentThread()));
        dying.start();
        dying.join();
        assertThat(crash.isPrinted()).isTrue();
    }

    @Test
    void crashWhenTwoThreadsPrintItIsPrintedAfterBoth() {
        PendingCrash crash = crash(Source.UNCAUGHT);
        crash.printing(Thread.currentThread());
        crash.printing(Thread.currentThread());
        crash.printed(Thread.currentThread());
        assertThat(crash.isPrinted()).isFalse();
        crash.printed(Thread.currentThread());
        assertThat(crash.isPrinted()).isTrue();
    }

    @Test
    void peopleAreToldOnceAndNotOfAReportByHandAlone() {
        PendingCrash crash = crash(Source.MANUAL);
        crash.message("broken");
        assertThat(crash.beginTelling()).isFalse();
        crash.concernsPeople();
        assertThat(crash.beginTelling()).isTrue();
        assertThat(crash.beginTelling()).isFalse();
    }

    @Test
    void outcomeOfSendingIsTakenOnce() {
        PendingCrash crash = crash(Source.UNCAUGHT);
        crash.sending();
        assertThat(crash.sent(false)).isTrue();
        assertThat(crash.sent(true)).isFalse();
        assertThat(crash.isDelivered()).isFalse();
    }
}
