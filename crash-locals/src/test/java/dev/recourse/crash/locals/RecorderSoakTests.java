package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecorderSoakTests {

    private static final long MEGABYTES = 1_000_000;

    @Test
    void heapAfterManyCaughtExceptionsIsAsBefore() throws Throwable {
        RecorderSoak soak = new RecorderSoak();
        soak.run(Duration.ofMillis(500));
        RecorderSoak.Outcome outcome = soak.run(Duration.ofSeconds(2));
        assertThat(outcome.thrown()).isGreaterThan(1000);
        assertThat(outcome.recorded()).isBetween(1L, outcome.thrown() - 1);
        assertThat(outcome.heapAfter() - outcome.heapBefore()).isLessThan(6 * MEGABYTES);
    }
}
