package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClient;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.settings.SettingsBuilder;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class BudgetedCallsTests {

    private final VirtualTime time = new VirtualTime();

    @Test
    void callWhenTheBudgetIsUsedUpEndsWithItsFailure(CapturedOutput output) {
        List<RetryEvent> events = new ArrayList<>();
        Settings settings = settings()
                .set("budget.ratio", 0.0)
                .set("budget.min-per-second", 1)
                .build();
        RetryClient state =
                new RetryClient(settings, environment(), new RetryEventDispatcher(() -> List.of(events::add)));
        DefaultRetryStrategy strategy = new DefaultRetryStrategy(settings, state, BlockingOnly.retries(time, List::of));
        IOException failure = new IOException();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> strategy.run(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
        assertThat(events)
                .filteredOn(RetryEvent.End.class::isInstance)
                .extracting(event -> ((RetryEvent.End) event).outcome())
                .containsOnly(Outcome.NO_BUDGET);
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("the retries of client github are used up");
    }

    /** Each of them would make four calls of one, and all of them 64. */
    @Test
    void callsWhenThreeLayersRetryEachOtherHardlyMultiply() {
        int[] served = {0};
        boolean[] dead = {true};
        RetryStrategy inner = strategy();
        RetryStrategy middle = strategy();
        RetryStrategy outer = strategy();
        RetryStrategy.Action call = () -> outer.run(() -> middle.run(() -> inner.run(() -> {
            served[0]++;
            if (dead[0]) {
                throw new IOException();
            }
        })));
        double calls = 4_000;
        for (int i = 0; i < calls; i++) {
            assertThatThrownBy(call::run).isInstanceOf(IOException.class);
            time.pass(Duration.ofMillis(2));
        }
        assertThat(served[0] / calls).isBetween(1.2, 1.3 * 1.2 * 1.2);
        dead[0] = false;
        served[0] = 0;
        for (int i = 0; i < 1_000; i++) {
            assertThatCode(call::run).doesNotThrowAnyException();
        }
        assertThat(served[0]).isEqualTo(1_000);
    }

    private RetryStrategy strategy() {
        Settings settings = settings().build();
        RetryClient state = new RetryClient(settings, environment(), new RetryEventDispatcher(List::of));
        // As many callers wait at the same time, so that no time passes for the others.
        return new DefaultRetryStrategy(settings, state, BlockingOnly.retries((delay, wakeUp) -> {}, List::of));
    }

    private static SettingsBuilder settings() {
        return TestSettings.builder().name("github").delay(IOException.class, "1s");
    }

    private RetryEnvironment environment() {
        return new RetryEnvironment(time, time, SeededRandom.create());
    }
}
