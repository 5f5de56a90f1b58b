package dev.recourse.retry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryEvent.Outcome;
import dev.recourse.retry.RetryStrategy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RetryBudgetTests {

    private final VirtualTime time = new VirtualTime();

    private final RetryBudget budget = new RetryBudget(new Settings.Budget(0.2, 10), time);

    @Test
    void budgetWhenThereAreFewCallsAllowsSomeRetriesASecond() {
        assertThat(spend(100)).isEqualTo(10);
        time.pass(Duration.ofSeconds(2));
        assertThat(spend(100)).isEqualTo(10);
    }

    @Test
    void budgetWhenThereAreManyCallsAllowsAShareOfThem() {
        count(1_000);
        assertThat(spend(1_000)).isEqualTo(200);
    }

    @Test
    void budgetWhenTenSecondsHavePassedIsThereAgain() {
        count(1_000);
        spend(1_000);
        time.pass(Duration.ofSeconds(5));
        count(1_000);
        assertThat(spend(1_000)).isEqualTo(200);
        time.pass(Duration.ofSeconds(20));
        assertThat(spend(1_000)).isEqualTo(10);
    }

    @Test
    void budgetWhenItIsAskedForSeldomCountsTheCallsOfTheLastTenSeconds() {
        for (int second = 0; second < 3_600; second++) {
            count(100);
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(spend(10_000)).isBetween(190, 210);
    }

    @Test
    void budgetInAnySecondAllowsNoMoreThanTheLeast() {
        List<Long> spent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            if (budget.spend()) {
                spent.add(time.start());
            }
            time.pass(Duration.ofMillis(7));
        }
        for (int i = 10; i < spent.size(); i++) {
            assertThat(spent.get(i) - spent.get(i - 10)).isGreaterThanOrEqualTo(1_000);
        }
        assertThat(spent).hasSizeGreaterThan(60);
    }

    @Test
    void budgetWhenItIsNothingAllowsNothing() {
        RetryBudget none = new RetryBudget(new Settings.Budget(0, 0), time);
        none.count();
        assertThat(none.spend()).isFalse();
    }

    @Test
    void callWhenTheBudgetIsUsedUpEndsWithItsFailure(CapturedOutput output) {
        List<RetryEvent> events = new ArrayList<>();
        Settings settings = settings().budgetRatio(0).budgetMinPerSecond(1).build();
        ClientState state = new ClientState(settings, surroundings(), new RetryEvents(() -> List.of(events::add)));
        DefaultRetryStrategy strategy =
                new DefaultRetryStrategy(settings, state, BlockingOnly.retries(new BlockingRetries(time, List::of)));
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
        ClientState state = new ClientState(settings, surroundings(), new RetryEvents(List::of));
        // As many callers wait at the same time, so that no time passes for the others.
        return new DefaultRetryStrategy(
                settings, state, BlockingOnly.retries(new BlockingRetries(delay -> true, List::of)));
    }

    private static SettingsBuilder settings() {
        return new SettingsBuilder(Settings.DEFAULTS, RetryBudgetTests.class.getClassLoader(), key -> key)
                .client("github")
                .delay(IOException.class, "1s");
    }

    private Surroundings surroundings() {
        return new Surroundings(time, time, RandomGenerator.getDefault());
    }

    private void count(int calls) {
        for (int i = 0; i < calls; i++) {
            budget.count();
        }
    }

    private int spend(int retries) {
        int spent = 0;
        for (int i = 0; i < retries; i++) {
            spent += budget.spend() ? 1 : 0;
        }
        return spent;
    }
}
