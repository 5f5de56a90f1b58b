package dev.recourse.retry.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScopedClientsTests {

    private final VirtualTime time = new VirtualTime();

    private final RetryClient client = new RetryClient(
            TestSettings.DEFAULTS, new RetryEnvironment(time, time, new Random(1)), new RetryEventDispatcher(List::of));

    @Test
    void scopeHasACooldownAndABudgetOfItsOwn() {
        RetryClient tenant = client.scoped("a");
        tenant.startCooldown(Duration.ofSeconds(5), new IllegalStateException());
        while (tenant.spendRetry()) {
            assertThat(tenant.admit()).isFalse();
        }

        assertThat(client.scoped("a")).isSameAs(tenant);
        assertThat(client.admit()).isTrue();
        assertThat(client.spendRetry()).isTrue();
        assertThat(client.scoped("b").admit()).isTrue();
        assertThat(client.scoped("b").spendRetry()).isTrue();
        assertThat(client.scoped(null)).isSameAs(client);
        assertThat(tenant.scoped("b")).isSameAs(client.scoped("b"));
    }

    @Test
    void scopeWhenThereAreTooManyIsForgottenIfItIsTheLeastUsed() {
        RetryClient used = client.scoped("used");
        RetryClient unused = client.scoped("unused");
        for (int scope = 0; scope < 3 * ScopedClients.MOST; scope++) {
            client.scoped("storm " + scope);
            client.scoped("used");
        }

        assertThat(client.scopes()).hasSize(ScopedClients.MOST);
        assertThat(client.scoped("used")).isSameAs(used);
        assertThat(client.scoped("unused")).isNotSameAs(unused);
    }
}
