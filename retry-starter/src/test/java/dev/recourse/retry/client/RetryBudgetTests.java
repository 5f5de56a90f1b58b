package dev.recourse.retry.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryBudgetTests {

    private final VirtualTime time = new VirtualTime();

    private final RetryBudget budget = new RetryBudget(0.2, 10, time);

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
        RetryBudget none = new RetryBudget(0, 0, time);
        none.count();
        assertThat(none.spend()).isFalse();
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
