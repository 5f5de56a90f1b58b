package dev.recourse.retry.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

class ClosableSleeperTests {

    private final GenericApplicationContext context = new GenericApplicationContext();

    private final ClosableSleeper pause = new ClosableSleeper(context);

    ClosableSleeperTests() {
        context.addApplicationListener(pause);
        context.refresh();
    }

    @Test
    void pauseWhenNothingHappensLastsTheWholeDelay() throws InterruptedException {
        long start = System.nanoTime();
        assertThat(pause.pause(Duration.ofMillis(30))).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000L);
    }

    @Test
    void pauseWhenContextClosesEndsAtOnce() throws Exception {
        CompletableFuture<Boolean> whole = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                whole.complete(pause.pause(Duration.ofHours(1)));
            } catch (InterruptedException ex) {
                whole.completeExceptionally(ex);
            }
        });
        waiting.start();
        context.close();
        assertThat(whole.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(pause.pause(Duration.ofHours(1))).isFalse();
    }

    @Test
    void pauseWhenOnlyAChildContextClosesGoesOn() throws InterruptedException {
        GenericApplicationContext child = new GenericApplicationContext(context);
        child.refresh();
        child.close();
        assertThat(pause.pause(Duration.ofMillis(1))).isTrue();
    }
}
