package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeLimiterTests {

    @Test
    void resultWhenWaitingThreadIsInterruptedComesAndTheInterruptionIsKept() throws Exception {
        Thread.currentThread().interrupt();
        String result = TimeLimiter.call(Duration.ofSeconds(30), () -> "done");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isEqualTo("done");
    }

    @Test
    void waitWhenThreadIsInterruptedEndsInTimeAndTheInterruptionIsKept() {
        FutureTask<String> never = new FutureTask<>(() -> "never");
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> TimeLimiter.await(never, System.nanoTime() + 10_000_000));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void callWhenTimeIsUpIsInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> TimeLimiter.call(Duration.ofMillis(10), () -> {
                    try {
                        Thread.sleep(60_000);
                    } finally {
                        interrupted.countDown();
                    }
                    return true;
                }));
        interrupted.await();
    }

    @Test
    void beginWhenTooManyCallsHangBeginsNoMoreUntilOneEnds() throws Exception {
        TimeLimiter limiter = new TimeLimiter(2);
        CountDownLatch end = new CountDownLatch(1);
        Callable<Boolean> hangs = () -> {
            awaitUninterruptibly(end);
            return true;
        };
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> limiter.within(Duration.ofMillis(10), hangs));
        }
        assertThat(limiter.isExhausted()).isTrue();
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> limiter.within(Duration.ofSeconds(30), () -> true))
                .withMessage("2 earlier calls hang");
        end.countDown();
        while (limiter.isExhausted()) {
            Thread.onSpinWait();
        }
        assertThat(limiter.within(Duration.ofSeconds(30), () -> "done")).isEqualTo("done");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ex) {
                // hangs on, as code does that takes no notice of interruptions
            }
        }
    }
}
