package dev.recourse.crash.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
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
}
