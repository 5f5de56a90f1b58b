package dev.recourse.retry.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadSleeperTests {

    private final ThreadSleeper sleeper = new ThreadSleeper();

    @Test
    void sleepWhenNothingHappensEndsByItself() throws InterruptedException {
        CompletableFuture<Void> wakeUp = new CompletableFuture<>();
        sleeper.sleep(Duration.ofMillis(1), wakeUp);
        assertThat(wakeUp).isNotDone();
    }

    @Test
    void sleepWhenSomethingHappensEndsEarly() throws Exception {
        CompletableFuture<Void> wakeUp = new CompletableFuture<>();
        CompletableFuture<Void> slept = CompletableFuture.runAsync(() -> {
            try {
                sleeper.sleep(Duration.ofDays(1), wakeUp);
            } catch (InterruptedException ex) {
                throw new IllegalStateException(ex);
            }
        });
        wakeUp.complete(null);
        assertThat(slept.get(10, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void sleepWhenInterruptedEndsWithThat() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sleeper.sleep(Duration.ofDays(1), new CompletableFuture<>()))
                .isInstanceOf(InterruptedException.class);
    }
}
