package dev.recourse.crash.locals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecorderSoakTests {

    private static final long MEGABYTES = 1_000_000;

    @Test
    void heapAfterManyCaughtExceptionsIsAsBefore() throws Throwable {
        RecorderSoak soak = new RecorderSoak();
        soak.run(500);
        RecorderSoak.Outcome outcome = soak.run(2000);
        assertThat(outcome.recorded()).isBetween(1, 1999);
        assertThat(outcome.heapAfter() - outcome.heapBefore()).isLessThan(6 * MEGABYTES);
    }
}
