package dev.recourse.retry.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpDelayQueueTests {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, PT1S",
        "PT0S, PT1S",
        "PT0.2S, PT1S",
        "PT1S, PT1S",
        "PT1.000000001S, PT2S",
        "PT99S, PT99S",
        "PT99.001S, PT100S",
        "PT101S, PT110S",
        "PT990S, PT990S",
        "PT991S, PT1000S",
        "PT1H, PT3600S",
        "PT24H, PT87000S",
        "PT48H, PT87000S",
        "PT2562047788015H, PT87000S"
    })
    void delayIsRoundedUpToTwoDigitsOfSecondsAsFarAsADay(Duration delay, Duration rounded) {
        assertThat(AmqpDelayQueue.of("orders", delay).delay()).isEqualTo(rounded);
    }

    @Test
    void delaysOfUpToADayNeedFewQueues() {
        Set<String> names = new HashSet<>();
        for (long seconds = 0; seconds <= Duration.ofDays(1).toSeconds(); seconds++) {
            names.add(AmqpDelayQueue.of("orders", Duration.ofSeconds(seconds)).name());
        }
        assertThat(names).hasSizeLessThan(400).contains("orders.recourse-retry.1s", "orders.recourse-retry.87000s");
    }

    @Test
    void nameIsOneThatTheBrokerTakes() {
        String longest = "ü".repeat(127);
        assertThat(AmqpDelayQueue.of(longest, Duration.ofDays(1)).name().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(256);
        assertThat(AmqpDelayQueue.of("amq.gen-abc", Duration.ofDays(1)).name()).doesNotStartWith("amq.");
    }
}
