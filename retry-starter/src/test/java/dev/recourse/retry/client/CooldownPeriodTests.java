package dev.recourse.retry.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.time.MonotonicClock;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CooldownPeriodTests {

    private long nanos;

    private final MonotonicClock clock = new MonotonicClock() {
        @Override
        public long start() {
            return nanos;
        }

        @Override
        public Duration elapsed(long start) {
            return Duration.ofNanos(nanos - start);
        }
    };

    private final Cooldown cooldown =
            new Cooldown(new RetryEnvironment(clock, () -> VirtualTime.BEGINNING, SeededRandom.create()), period -> {});

    private final Exception failure = new Exception();

    @Test
    void leftWhenLessThanAMillisecondHasPassedIsStillTheWhole() {
        Cooldown.Period period = cooldown.begin(Duration.ofMillis(10), failure);
        assertThat(period.left()).isEqualTo(Duration.ofMillis(10));
        nanos = 1;
        assertThat(period.left()).isEqualTo(Duration.ofMillis(10));
        nanos = 999_999;
        assertThat(period.left()).isEqualTo(Duration.ofMillis(10));
        nanos = 1_000_000;
        assertThat(period.left()).isEqualTo(Duration.ofMillis(9));
    }

    @Test
    void cooldownWhenItsLastNanosecondHasNotPassedIsNotOver() {
        Cooldown.Period period = cooldown.begin(Duration.ofMillis(10), failure);
        nanos = 9_999_999;
        assertThat(cooldown.current()).isSameAs(period);
        assertThat(period.left()).isEqualTo(Duration.ofMillis(1));
        nanos = 10_000_000;
        assertThat(cooldown.isPossible()).isTrue();
        assertThat(cooldown.current()).isNull();
        assertThat(cooldown.isPossible()).isFalse();
    }

    @Test
    void cooldownWhenItsEndIsLongPastHasNothingLeft() {
        Cooldown.Period period = cooldown.begin(Duration.ofMillis(10), failure);
        nanos = 1_000_000_000;
        assertThat(period.left()).isZero();
    }

    @Test
    void cooldownWhenTheServerAsksForNoMoreIsNotExtended() {
        cooldown.begin(Duration.ofMillis(10), failure);
        assertThat(cooldown.begin(Duration.ofMillis(10), failure)).isNull();
        assertThat(cooldown.begin(Duration.ofMillis(11), failure)).isNotNull();
    }

    @Test
    void periodWhenTheOneThatExtendsItIsLiftedIsLiftedToo() {
        Cooldown.Period first = cooldown.begin(Duration.ofMillis(10), failure);
        Cooldown.Period longer = cooldown.begin(Duration.ofMillis(20), failure);
        assertThat(first.isLifted()).isFalse();
        assertThat(cooldown.lift()).isTrue();
        assertThat(first.isLifted()).isTrue();
        assertThat(longer.isLifted()).isTrue();
        assertThat(cooldown.lift()).isFalse();
    }

    @Test
    void cooldownWhenItIsOverCannotBeLifted() {
        cooldown.begin(Duration.ofMillis(10), failure);
        nanos = 10_000_000;
        assertThat(cooldown.lift()).isFalse();
    }
}
