package dev.recourse.crash.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTests {

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    private final Deadline deadline = Deadline.after(Duration.ofNanos(10), clock::get);

    @Test
    void remainingCountsDownAcrossTheOverflowOfTheClock() {
        clock.addAndGet(7);

        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(3));
        assertThat(deadline.isOver()).isFalse();
    }

    @Test
    void remainingIsZeroOnceItIsOver() {
        clock.addAndGet(12);

        assertThat(deadline.remaining()).isZero();
        assertThat(deadline.isOver()).isTrue();
    }

    @Test
    void atMostTakesTheEarlierOne() {
        assertThat(deadline.atMost(Duration.ofNanos(4)).remaining()).isEqualTo(Duration.ofNanos(4));
        assertThat(deadline.atMost(Duration.ofNanos(40)).remaining()).isEqualTo(Duration.ofNanos(10));
    }
}
