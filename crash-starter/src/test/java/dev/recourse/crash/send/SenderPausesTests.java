package dev.recourse.crash.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SenderPausesTests {

    private static final Duration SHORT = Duration.ofMillis(3);

    private long now;

    private final SenderPauses pauses = new SenderPauses(() -> now);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            pauses.failed("one", SHORT);
        }
    }

    @Test
    void failuresWhenFiveInARowPauseThatSenderOnly() {
        fail(4);
        assertThat(pauses.isPaused("one")).isFalse();
        fail(1);
        assertThat(pauses.isPaused("one")).isTrue();
        assertThat(pauses.isPaused("other")).isFalse();
    }

    @Test
    void failuresWhenAnswerIsBetweenThemBeginAnew() {
        fail(4);
        pauses.answered("one");
        fail(4);
        assertThat(pauses.isPaused("one")).isFalse();
    }

    @Test
    void failuresWhenTheyCostTenSecondsPauseEarlier() {
        pauses.failed("one", Duration.ofSeconds(5));
        assertThat(pauses.isPaused("one")).isFalse();
        pauses.failed("one", Duration.ofSeconds(5));
        assertThat(pauses.isPaused("one")).isTrue();
    }

    @Test
    void pauseEndsAfterHalfAMinuteAndAnotherFailureBeginsTheNext() {
        fail(5);
        now += Duration.ofSeconds(30).toNanos();
        assertThat(pauses.isPaused("one")).isFalse();
        fail(1);
        assertThat(pauses.isPaused("one")).isTrue();
    }

    @Test
    void pauseEndsWithTheNextRun() {
        fail(5);
        pauses.clear();
        fail(4);
        assertThat(pauses.isPaused("one")).isFalse();
    }
}
