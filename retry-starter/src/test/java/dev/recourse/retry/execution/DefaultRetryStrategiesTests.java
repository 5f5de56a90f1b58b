package dev.recourse.retry.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recourse.retry.RetryEvent;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.TestSettings;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.event.RetryEventDispatcher;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.InvalidSettingException;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.RetryEnvironment;
import dev.recourse.retry.time.SeededRandom;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultRetryStrategiesTests {

    private final VirtualTime time = new VirtualTime();

    private final List<RetryEvent> events = new ArrayList<>();

    @Test
    void strategyWhenNamedIsThatOfTheClient() {
        assertThat(clientOf(strategies(TestSettings.DEFAULTS).named("github"))).isEqualTo("github");
        assertThatThrownBy(() -> strategies(TestSettings.DEFAULTS).named("gitlab"))
                .isInstanceOf(InvalidSettingException.class);
    }

    @Test
    void strategiesWithoutANameAreNumberedUpToAHundredAndThenAlike() {
        RetryStrategies strategies = strategies(TestSettings.DEFAULTS);
        for (int number = 1; number <= 100; number++) {
            assertThat(clientOf(strategies.build(rules -> {}))).isEqualTo("strategy-" + number);
        }
        assertThat(clientOf(strategies.build(rules -> {}))).isEqualTo("strategy");
        assertThat(clientOf(strategies.build(rules -> {}))).isEqualTo("strategy");
    }

    @Test
    void strategyWhenItsNameIsBlankOrThatOfAClientIsRefused() {
        RetryStrategies strategies = strategies(TestSettings.DEFAULTS);
        assertThat(clientOf(strategies.build(rules -> rules.name("own")))).isEqualTo("own");
        assertThatThrownBy(() -> strategies.build(rules -> rules.name("github")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("a client of this name is configured");
        assertThatThrownBy(() -> strategies.build(rules -> rules.name(" ")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("it is blank");
    }

    @Test
    void strategyWhenARuleIsWrongSaysWhere() {
        assertThatThrownBy(() -> strategies(TestSettings.DEFAULTS).build(rules -> rules.delay(429, "sever")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("RetryStrategies.build, delays.429");
    }

    @Test
    @SuppressWarnings("NullAway") // as in code that nothing checks
    void strategyWhenAValueIsNullSaysWhich() {
        RetryStrategies strategies = strategies(TestSettings.DEFAULTS);
        assertThatNullPointerException()
                .isThrownBy(() -> strategies.build(rules -> rules.maxWait(null)))
                .withMessage("max-wait");
        assertThatNullPointerException()
                .isThrownBy(() -> strategies.build(rules -> rules.delay(429, null)))
                .withMessage("rule");
        assertThatNullPointerException()
                .isThrownBy(() -> strategies.build(rules -> rules.name(null)))
                .withMessage("name");
    }

    private DefaultRetryStrategies strategies(Settings common) {
        Settings github =
                TestSettings.over(common, Settings.Origin.CLIENT).name("github").build();
        RetryClientRegistry registry = new RetryClientRegistry(
                new RetryEnvironment(time, time, SeededRandom.create()),
                new RetryEventDispatcher(() -> List.of(events::add)));
        return new DefaultRetryStrategies(
                new ClientSettings(common, Map.of("github", github)),
                getClass().getClassLoader(),
                registry,
                BlockingOnly.retries(time, List::of));
    }

    private String clientOf(RetryStrategy strategy) {
        assertThatThrownBy(() -> strategy.run(() -> {
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);
        return events.get(events.size() - 1).client();
    }
}
