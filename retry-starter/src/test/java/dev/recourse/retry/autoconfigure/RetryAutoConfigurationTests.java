package dev.recourse.retry.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.recourse.retry.HandOff;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.failure.Condition;
import dev.recourse.retry.settings.ClientSettings;
import dev.recourse.retry.settings.Settings;
import dev.recourse.retry.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.util.unit.DataSize;

class RetryAutoConfigurationTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RetryAutoConfiguration.class));

    @Test
    void settingsWhenNothingIsConfiguredAreTheDefaults() {
        runner.run(context -> {
            Settings settings = context.getBean(ClientSettings.class).common();
            assertThat(settings.valuesByKey())
                    .containsOnly(
                            entry("max-retries", 3),
                            entry("max-wait", Duration.ofMinutes(2)),
                            entry("timeout", Duration.ofMinutes(10)),
                            entry("min-delay", Duration.ofMillis(100)),
                            entry("max-body", DataSize.ofKilobytes(64)),
                            entry("jitter-factor", 0.1),
                            entry("hand-off", HandOff.NEVER),
                            entry("durable", Settings.Durable.FALSE),
                            entry("cooldown", Settings.Cooldown.LOCAL),
                            entry("max-cooldown", Duration.ofHours(1)),
                            entry("budget.ratio", 0.2),
                            entry("budget.min-per-second", 10),
                            entry("idempotent", Settings.Idempotent.AUTO),
                            entry("idempotency-key", false));
            assertThat(settings.origins()).isEmpty();
        });
    }

    @Test
    void settingsWhenConfiguredReplaceTheDefaultsKeyByKey() {
        runner.withPropertyValues(
                        "recourse.retry.max-retries=5",
                        "recourse.retry.max-wait=30",
                        "recourse.retry.timeout=1h",
                        "recourse.retry.min-delay=1s",
                        "recourse.retry.max-body=1MB",
                        "recourse.retry.jitter-factor=0",
                        "recourse.retry.hand-off=beyond-max-wait")
                .run(context -> {
                    Settings settings = context.getBean(ClientSettings.class).common();
                    assertThat(settings.maxRetries()).isEqualTo(5);
                    assertThat(settings.maxWait()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(settings.timeout()).isEqualTo(Duration.ofHours(1));
                    assertThat(settings.minDelay()).isEqualTo(Duration.ofSeconds(1));
                    assertThat(settings.maxBodyBytes())
                            .isEqualTo(DataSize.ofMegabytes(1).toBytes());
                    assertThat(settings.jitterFactor()).isZero();
                    assertThat(settings.handOff()).isEqualTo(HandOff.BEYOND_MAX_WAIT);
                });
    }

    @Test
    void settingsWhenReadFromYamlHaveTheRulesOfTheClientOverThoseForAll() {
        yaml("""
                recourse:
                  retry:
                    delays:
                      429: server, 60s
                      5xx: 1
                      timeout: 3s
                    clients:
                      github:
                        max-retries: 6
                        delays:
                          429: retry_interval, server, 60s
                          java.io.FileNotFoundException: 30s
                """).run(context -> {
            ClientSettings clients = context.getBean(ClientSettings.class);
            Settings github = clients.of("github", "test");
            assertThat(github.client()).isEqualTo("github");
            assertThat(github.maxRetries()).isEqualTo(6);
            assertThat(github.delays()).hasSize(4);
            assertThat(rule(github, "429")).isEqualTo("retry_interval, server, 60s");
            assertThat(rule(github, "5xx")).isEqualTo("1");
            assertThat(rule(github, "java.io.FileNotFoundException")).isEqualTo("30s");
            assertThat(rule(clients.common(), "429")).isEqualTo("server, 60s");
            assertThat(clients.common().maxRetries()).isEqualTo(3);
        });
    }

    @Test
    void settingsWhenYamlHasNumbersAndDurationsAreAsTyped() {
        yaml("""
                recourse.retry:
                  max-wait: 1m30s
                  min-delay: 1.5
                  timeout: 5000000000
                  clients:
                    github:
                      max-wait: 30
                """).run(context -> {
            ClientSettings clients = context.getBean(ClientSettings.class);
            assertThat(clients.common().maxWait()).isEqualTo(Duration.ofSeconds(90));
            assertThat(clients.common().minDelay()).isEqualTo(Duration.ofMillis(1500));
            assertThat(clients.common().timeout()).isEqualTo(Duration.ofSeconds(5_000_000_000L));
            assertThat(clients.of("github", "test").maxWait()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @Test
    void settingsWhenClientHasNoKeysAreThoseForAll() {
        yaml("""
                recourse.retry:
                  max-retries: 7
                  clients:
                    github: {}
                """)
                .run(context -> assertThat(context.getBean(ClientSettings.class)
                                .of("github", "test")
                                .maxRetries())
                        .isEqualTo(7));
    }

    @Test
    void settingsWhenGivenByEnvironmentVariablesAreRead() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment",
                                Map.of("RECOURSE_RETRY_MAXRETRIES", "9", "RECOURSE_RETRY_DELAYS_429", "5s"))))
                .run(context -> {
                    Settings settings = context.getBean(ClientSettings.class).common();
                    assertThat(settings.maxRetries()).isEqualTo(9);
                    assertThat(rule(settings, "429")).isEqualTo("5s");
                });
    }

    @Test
    void settingsOfAClientWhenGivenByEnvironmentVariablesAreRead() {
        Map<String, Object> variables = Map.of(
                "RECOURSE_RETRY_BUDGET_MINPERSECOND", "3",
                "RECOURSE_RETRY_BUDGET_RATIO", "0.5",
                "RECOURSE_RETRY_IDEMPOTENCY_KEY", "true",
                "RECOURSE_RETRY_CLIENTS_GITHUB_BUDGET_MIN_PER_SECOND", "4",
                "RECOURSE_RETRY_CLIENTS_GITHUB_IDEMPOTENCYKEY", "false",
                "RECOURSE_RETRY_CLIENTS_GITHUB_COOLDOWN", "none",
                "RECOURSE_RETRY_CLIENTS_GITHUB_DELAYS_429", "5s");
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables)))
                .run(context -> {
                    ClientSettings clients = context.getBean(ClientSettings.class);
                    assertThat(clients.common().budgetRatio()).isEqualTo(0.5);
                    assertThat(clients.common().budgetMinPerSecond()).isEqualTo(3);
                    assertThat(clients.common().idempotencyKey()).isTrue();
                    assertThat(clients.common().origin("idempotency-key")).isEqualTo(Settings.Origin.GLOBAL);
                    Settings github = clients.of("github", "test");
                    assertThat(github.budgetRatio()).isEqualTo(0.5);
                    assertThat(github.budgetMinPerSecond()).isEqualTo(4);
                    assertThat(github.idempotencyKey()).isFalse();
                    assertThat(github.cooldown()).isEqualTo(Settings.Cooldown.NONE);
                    assertThat(rule(github, "429")).isEqualTo("5s");
                });
    }

    @Test
    void settingsWhenAnEnvironmentVariableSpellsAClientOtherwiseAreThoseOfTheClient() {
        yaml("recourse.retry.clients.my-Api:\n  max-retries: 1\n  budget.ratio: 0.3\n")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("RECOURSE_RETRY_CLIENTS_MYAPI_MAXRETRIES", "7"))))
                .run(context -> {
                    Settings settings = context.getBean(ClientSettings.class).of("my-Api", "test");
                    assertThat(settings.maxRetries()).isEqualTo(7);
                    assertThat(settings.budgetRatio()).isEqualTo(0.3);
                });
    }

    @Test
    void settingsWhenAnEnvironmentVariableSpellsAConditionOtherwiseAreItsOwn() {
        yaml("recourse.retry.delays:\n  read-timeout: 1s\n")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "systemEnvironment", Map.of("RECOURSE_RETRY_DELAYS_READTIMEOUT", "9s"))))
                .run(context -> {
                    Settings settings = context.getBean(ClientSettings.class).common();
                    assertThat(settings.delays()).hasSize(1);
                    assertThat(rule(settings, "read-timeout")).isEqualTo("9s");
                });
    }

    @Test
    void starterWhenDisabledAddsNothing() {
        runner.withPropertyValues("recourse.retry.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(RetryStrategies.class));
    }

    @Test
    void strategiesWhenUserHasOwnBackOff() {
        RetryStrategies own = new RetryStrategies() {
            @Override
            public RetryStrategy named(String client) {
                throw new UnsupportedOperationException();
            }

            @Override
            public RetryStrategy build(Consumer<RetryStrategy.Rules> rules) {
                throw new UnsupportedOperationException();
            }
        };
        runner.withBean(RetryStrategies.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(RetryStrategies.class)).isSameAs(own));
    }

    @Test
    void strategyWhenBuiltOnTheSpotHasTheSettingsForAllAndItsOwn() {
        VirtualTime time = new VirtualTime();
        runner.withBean(VirtualTime.class, () -> time)
                .withPropertyValues("recourse.retry.jitter-factor=0", "recourse.retry.max-retries=1")
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).build(rules -> rules.delay(IOException.class, "2s"));
                    int[] calls = {0};
                    String value = strategy.call(() -> {
                        if (calls[0]++ == 0) {
                            throw new IOException();
                        }
                        return "done";
                    });
                    assertThat(value).isEqualTo("done");
                    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(2));
                });
    }

    @Test
    void listenersWhenTheyAreBeansAreCalledInOrder() {
        StringBuilder told = new StringBuilder();
        runner.withBean(VirtualTime.class)
                .withBean("second", RetryListener.class, () -> new Telling(told, 2))
                .withBean("first", RetryListener.class, () -> new Telling(told, 1))
                .run(context -> {
                    RetryStrategy strategy =
                            context.getBean(RetryStrategies.class).build(rules -> rules.delay(IOException.class, "2s"));
                    int[] calls = {0};
                    strategy.run(() -> {
                        if (calls[0]++ == 0) {
                            throw new IOException();
                        }
                    });
                    assertThat(told).hasToString("12");
                });
    }

    @Test
    void starterWhenEveryOptionalLibraryIsAbsentStarts() {
        runner.withClassLoader(new FilteredClassLoader(
                        "org.springframework.web",
                        "org.springframework.http",
                        "org.springframework.boot.http",
                        "org.springframework.boot.restclient",
                        "org.springframework.transaction",
                        "org.reactivestreams",
                        "reactor",
                        "io.netty",
                        "feign",
                        "org.apache.hc",
                        "org.eclipse.jetty",
                        "io.micrometer",
                        "tools.jackson"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RetryStrategies.class));
    }

    @Test
    void strategiesWhenAParentHasTheStarterTooKnowTheClientsOfTheChild() {
        runner.run(parent -> runner.withParent(parent)
                .withPropertyValues("recourse.retry.clients.github.max-retries=1")
                .run(child -> assertThat(child.getBean(RetryStrategies.class).named("github"))
                        .isNotNull()));
    }

    @Test
    void callWhenAParentHasTheStarterTooDoesNotWaitOnceTheChildHasClosed() {
        runner.run(parent -> {
            RetryStrategy[] strategy = new RetryStrategy[1];
            runner.withParent(parent)
                    .run(child -> strategy[0] = child.getBean(RetryStrategies.class)
                            .build(rules -> rules.delay(IllegalStateException.class, "1h")
                                    .maxWait(Duration.ofDays(1))
                                    .timeout(Duration.ofDays(1))));
            IllegalStateException failure = new IllegalStateException();
            assertThatThrownBy(() -> strategy[0].run(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        });
    }

    @Test
    void listenerWhenItTakesTheStrategiesStarts() {
        runner.withBean(Reporting.class).run(context -> assertThat(context).hasNotFailed());
    }

    private ApplicationContextRunner yaml(String text) {
        return runner.withInitializer(context -> {
            try {
                new YamlPropertySourceLoader()
                        .load(
                                "application.yml",
                                new ByteArrayResource(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .forEach(context.getEnvironment().getPropertySources()::addFirst);
            } catch (IOException ex) {
                throw new java.io.UncheckedIOException(ex);
            }
        });
    }

    private static String rule(Settings settings, String condition) {
        return String.valueOf(
                settings.delays().get(Condition.parse(condition, RetryAutoConfigurationTests.class.getClassLoader())));
    }

    private record Telling(StringBuilder told, int getOrder)
            implements RetryListener, org.springframework.core.Ordered {

        @Override
        public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
            told.append(getOrder);
            return true;
        }
    }

    private record Reporting(RetryStrategies strategies) implements RetryListener {}
}
