package dev.recourse.retry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recourse.retry.time.SeededRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SlidingWindowCounterTests {

    private final SlidingWindowCounter count = new SlidingWindowCounter(10);

    @Test
    void sumWhenAllIsRecentIsThatOfAll() {
        count.add(0, 3);
        count.add(0, 2);
        count.add(9, 5);
        assertThat(count.sum()).isEqualTo(10, within(1e-9));
    }

    @Test
    void sumWhenTimeHasPassedForgetsWhatIsOld() {
        count.add(0, 3);
        count.add(4, 0);
        count.add(5, 2);
        count.add(10, 0);
        assertThat(count.sum()).isEqualTo(2, within(1e-9));
        count.add(1_000_000_000L, 0);
        assertThat(count.sum()).isEqualTo(0, within(1e-9));
    }

    @Test
    void sumWhenCountsComeLateSpreadsThemOverTheTimeSince() {
        count.add(1_000, 10_000);
        assertThat(count.sum()).isEqualTo(100, within(1e-9));
    }

    @Test
    void sumAfterManyChangesIsStillRight() {
        RandomGenerator random = SeededRandom.create();
        long tick = 0;
        for (int i = 0; i < 1_000_000; i++) {
            tick += random.nextInt(3);
            count.add(tick, random.nextInt(1_000_000));
        }
        count.add(tick + 100, 0);
        assertThat(count.sum()).isEqualTo(0, within(1e-3));
    }
}
