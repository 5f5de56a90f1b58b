package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuartzRetryListenerTests {

    /** Quartz goes on waiting while more than two milliseconds are left. */
    @ParameterizedTest
    @ValueSource(strings = {"2030-01-01T00:00:00Z", "2030-01-01T00:00:00.000000001Z", "2030-01-01T00:00:00.000999999Z"})
    void triggerDoesNotFireBeforeTheTimeWhenQuartzFiresTwoMillisecondsEarly(String time) {
        Instant notBefore = Instant.parse(time);
        Instant start = QuartzRetryListener.notBefore(notBefore).toInstant();
        assertThat(Duration.between(notBefore, start)).isBetween(Duration.ofMillis(2), Duration.ofMillis(3));
    }
}
