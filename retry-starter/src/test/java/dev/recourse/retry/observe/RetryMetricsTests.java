package dev.recourse.retry.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.RemoteCooldownException;
import dev.recourse.retry.RetryEvent.CooldownLift;
import dev.recourse.retry.RetryEvent.CooldownStart;
import dev.recourse.retry.RetryEvent.End;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryEvent.Wait;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RetryMetricsTests {

    private int waiting;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    private final RetryMetrics meters = new RetryMetrics(() -> waiting);

    @Test
    void waitsRecordTheDelay() {
        meters.bindTo(registry);
        meters.onEvent(wait("github", Duration.ofSeconds(5)));
        meters.onEvent(wait("github", Duration.ofSeconds(7)));
        Timer timer = registry.get("recourse.retry.waits")
                .tags("client", "github", "condition", "429", "source", "server")
                .timer();
        assertThat(timer.count()).isEqualTo(2);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, success",
        "EXHAUSTED, exhausted",
        "NOT_RETRYABLE, not-retryable",
        "NO_TIME, no-time",
        "NO_BUDGET, no-budget",
        "HANDED_OFF, handed-off",
        "CANCELLED, cancelled"
    })
    void callsCountEachOutcome(Outcome outcome, String tag) {
        meters.bindTo(registry);
        meters.onEvent(new End("github", "GitHub.events", 2, outcome, null));
        Counter counter = registry.get("recourse.retry.calls")
                .tags("client", "github", "outcome", tag)
                .counter();
        assertThat(counter.count()).isOne();
    }

    @Test
    void callsDoNotCountOneThatACooldownKeptBackAndThatThenSucceededAtOnce() {
        meters.bindTo(registry);
        meters.onEvent(new End("github", "GitHub.events", 1, Outcome.SUCCESS, null));
        assertThat(registry.find("recourse.retry.calls").meters()).isEmpty();
    }

    @Test
    void waitingIsMeasuredFromTheStart() {
        meters.bindTo(registry);
        assertThat(registry.get("recourse.retry.waiting").gauge().value()).isZero();
        waiting = 3;
        assertThat(registry.get("recourse.retry.waiting").gauge().value()).isEqualTo(3);
    }

    @Test
    void cooldownsAreCountedByTheNodeThatWasTold() {
        meters.bindTo(registry);
        meters.onEvent(new CooldownStart("github", Instant.EPOCH, new IOException()));
        meters.onEvent(new CooldownStart("github", Instant.EPOCH, new RemoteCooldownException("429")));
        meters.onEvent(new CooldownStart("github", Instant.EPOCH, new RemoteCooldownException("429")));
        meters.onEvent(new CooldownLift("github"));
        assertThat(count("this-node")).isEqualTo(1);
        assertThat(count("another-node")).isEqualTo(2);
    }

    private double count(String origin) {
        return registry.get("recourse.retry.cooldowns")
                .tags("client", "github", "origin", origin)
                .counter()
                .count();
    }

    @Test
    void registryWhenItThrowsDoesNotKeepTheOthersFromMeasuring(CapturedOutput output) {
        meters.bindTo(new SimpleMeterRegistry() {
            @Override
            protected Timer newTimer(
                    Meter.Id id,
                    io.micrometer.core.instrument.distribution.DistributionStatisticConfig config,
                    io.micrometer.core.instrument.distribution.pause.PauseDetector detector) {
                throw new IllegalStateException("no room");
            }
        });
        meters.bindTo(registry);
        meters.onEvent(wait("github", Duration.ofSeconds(5)));
        assertThat(registry.get("recourse.retry.waits").timer().count()).isOne();
        assertThat(output).contains(" failed. The call goes on.").contains("no room");
    }

    private static Wait wait(String client, Duration delay) {
        return new Wait(
                client, "GitHub.events", 1, 4, delay, "429", "server", "the server's Retry-After", new IOException());
    }
}
