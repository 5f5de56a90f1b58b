package dev.recourse.retry.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarningThrottleTests {

    private final VirtualTime time = new VirtualTime();

    private final WarningThrottle warnings = new WarningThrottle(time);

    @Test
    void warningWhenTheSameWasGivenLatelyIsNotDue() {
        assertThat(warnings.isDue("GitHub.events", Outcome.NO_TIME)).isTrue();
        time.pass(Duration.ofSeconds(59));
        assertThat(warnings.isDue("GitHub.events", Outcome.NO_TIME)).isFalse();
        time.pass(Duration.ofSeconds(1));
        assertThat(warnings.isDue("GitHub.events", Outcome.NO_TIME)).isTrue();
        assertThat(warnings.isDue("GitHub.events", Outcome.NO_TIME)).isFalse();
    }

    @Test
    void warningWhenAnotherWasGivenIsDue() {
        assertThat(warnings.isDue("GitHub.events", Outcome.NO_TIME)).isTrue();
        assertThat(warnings.isDue("GitHub.events", Outcome.NO_BUDGET)).isTrue();
        assertThat(warnings.isDue("GitHub.issues", Outcome.NO_TIME)).isTrue();
    }
}
