package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.RetryStrategy;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

class SharedCooldownTests {

    private static final String RULE =
            "recourse.retry.delays[dev.recourse.retry.aop.SharedCooldownTests.Asking]=retryAfter";

    private final VirtualTime time = new VirtualTime();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, RetryAutoConfiguration.class))
            .withBean("time", VirtualTime.class, () -> time)
            .withBean("one", One.class)
            .withBean("two", Two.class)
            .withPropertyValues("recourse.retry.jitter-factor=0", RULE, "recourse.retry.clients.github.max-retries=1");

    @Test
    void cooldownWhenMethodsNameAClientIsThatOfAllBeansAndStrategies() {
        runner.run(context -> {
            One one = context.getBean(One.class);
            Two two = context.getBean(Two.class);
            assertThat(catchThrowable(one::github)).isInstanceOf(Asking.class);
            assertThat(catchThrowable(two::github)).isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(() -> context.getBean(RetryStrategies.class)
                            .named("github")
                            .run(() -> {})))
                    .isInstanceOf(RetryLaterException.class);
            assertThat(context.getBean(RetryClientRegistry.class).lift("github"))
                    .isTrue();
            assertThat(catchThrowable(two::github)).isInstanceOf(Asking.class);
        });
    }

    @Test
    void cooldownWhenMethodsNameNoClientIsThatOfTheirBeanAlone() {
        runner.withBean("another", One.class).run(context -> {
            One one = context.getBean("one", One.class);
            assertThat(catchThrowable(one::call)).isInstanceOf(Asking.class);
            assertThat(catchThrowable(one::other)).isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(context.getBean("another", One.class)::call))
                    .isInstanceOf(Asking.class);
            assertThat(catchThrowable(context.getBean("another", One.class)::other))
                    .isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(one::github)).isInstanceOf(Asking.class);
            assertThat(catchThrowable(context.getBean(Two.class)::call)).isInstanceOf(Asking.class);
            assertThat(time.pauses()).isEmpty();
        });
    }

    @Test
    void cooldownWhenStrategiesAreBuiltOnTheSpotIsThatOfOneAlone() {
        runner.run(context -> {
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            assertThat(catchThrowable(() -> strategies.build(rules -> {}).run(() -> {
                        throw new Asking();
                    })))
                    .isInstanceOf(Asking.class);
            assertThat(catchThrowable(() -> strategies.build(rules -> {}).run(() -> {})))
                    .isNull();
        });
    }

    @Test
    void beanWhenItsMethodsAreOfSeveralClientsHasAnAdvisorForEach() {
        runner.run(context -> assertThat(((Advised) context.getBean("one")).getAdvisors())
                .filteredOn(RetryOnStatusAdvisor.class::isInstance)
                .hasSize(2));
    }

    @Test
    void callWhenItComesInACooldownIsMadeAfterIt() {
        runner.withPropertyValues("recourse.retry.max-wait=2h", "recourse.retry.timeout=3h")
                .run(context -> {
                    One one = context.getBean("one", One.class);
                    assertThat(catchThrowable(() -> context.getBean(Two.class).github()))
                            .isInstanceOf(Asking.class);
                    assertThat(time.pauses()).containsExactly(Duration.ofHours(1));
                    assertThat(one.greet("world")).isEqualTo("hello world");
                    assertThat(time.pauses()).containsExactly(Duration.ofHours(1), Duration.ofHours(1));
                });
    }

    @Test
    void cooldownWhenCallsHaveAScopeIsThatOfTheirsAlone() {
        runner.withBean(Tenants.class).run(context -> {
            Tenants tenants = context.getBean(Tenants.class);
            assertThat(catchThrowable(() -> tenants.call("a", 1))).isInstanceOf(Asking.class);
            assertThat(catchThrowable(() -> tenants.call("a", 2))).isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(() -> tenants.call("b", 1))).isInstanceOf(Asking.class);
            assertThat(catchThrowable(() -> tenants.call(null, 1))).isInstanceOf(Asking.class);
            assertThat(catchThrowable(() -> tenants.future("a").join())).hasCauseInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(() -> tenants.mono("a").block())).isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(() -> context.getBean(RetryStrategies.class)
                            .named("github")
                            .scoped("a")
                            .run(() -> {})))
                    .isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(() -> context.getBean(RetryStrategies.class)
                            .named("github")
                            .scoped("c")
                            .run(() -> {})))
                    .isNull();
            RetryClientRegistry registry = context.getBean(RetryClientRegistry.class);
            assertThat(registry.cooldowns())
                    .extracting(RetryClientRegistry.ActiveCooldown::client, RetryClientRegistry.ActiveCooldown::scopes)
                    .containsExactly(tuple("github", 0), tuple("github", 2));
            assertThat(registry.lift("github")).isTrue();
            assertThat(catchThrowable(() -> tenants.call("a", 2))).isInstanceOf(Asking.class);
        });
    }

    @Test
    void cooldownWhenTheScopeCannotBeEvaluatedIsThatOfTheClient() {
        runner.withBean(Tenants.class).run(context -> {
            Tenants tenants = context.getBean(Tenants.class);
            assertThat(catchThrowable(() -> tenants.length("a"))).isInstanceOf(Asking.class);
            assertThat(catchThrowable(() -> tenants.length(null))).isInstanceOf(Asking.class);
            assertThat(catchThrowable(() -> tenants.length(null))).isInstanceOf(RetryLaterException.class);
        });
    }

    @ParameterizedTest
    @CsvSource({"#tenat, has no parameter '#tenat'", "#tenant +, no SpEL expression"})
    void scopeWhenItCannotBeUsedStopsTheStart(String scope, String reason) {
        runner.withPropertyValues("scope=" + scope)
                .withBean(Misspelt.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("Misspelt.call, scope")
                        .hasMessageContaining(reason));
    }

    @Test
    void cooldownWhenAnAnswerAsksForLongerThanMaxCooldownKeepsOthersAwayForThatOnly() {
        runner.withPropertyValues(
                        "recourse.retry.clients.github.max-cooldown=1m",
                        "recourse.retry.clients.github.max-wait=2h",
                        "recourse.retry.timeout=3h")
                .run(context -> {
                    assertThat(catchThrowable(() -> context.getBean(One.class).github()))
                            .isInstanceOf(Asking.class);
                    assertThat(time.pauses()).containsExactly(Duration.ofHours(1));
                    RetryClientRegistry registry = context.getBean(RetryClientRegistry.class);
                    time.pass(Duration.ofSeconds(59));
                    assertThat(registry.cooldowns()).hasSize(1);
                    time.pass(Duration.ofSeconds(1));
                    assertThat(registry.cooldowns()).isEmpty();
                });
    }

    @Test
    void strategyBuiltOnTheSpotIsSeenAndLiftedByItsName() {
        runner.run(context -> {
            RetryStrategies strategies = context.getBean(RetryStrategies.class);
            RetryClientRegistry registry = context.getBean(RetryClientRegistry.class);
            RetryStrategy first = strategies.build(rules -> {});
            RetryStrategy second = strategies.build(rules -> {});
            RetryStrategy named = strategies.build(rules -> rules.name("billing"));
            for (RetryStrategy strategy : List.of(first, second, named)) {
                assertThat(catchThrowable(() -> strategy.run(() -> {
                            throw new Asking();
                        })))
                        .isInstanceOf(Asking.class);
            }
            assertThat(registry.cooldowns())
                    .extracting(RetryClientRegistry.ActiveCooldown::client)
                    .containsExactlyInAnyOrder("strategy-1", "strategy-2", "billing");
            assertThat(registry.lift("billing")).isTrue();
            assertThat(catchThrowable(() -> named.run(() -> {}))).isNull();
            assertThat(catchThrowable(() -> second.run(() -> {}))).isInstanceOf(RetryLaterException.class);
            assertThat(catchThrowable(() -> first.run(() -> {}))).isInstanceOf(RetryLaterException.class);
        });
    }

    @Test
    void strategyWhenItsNameIsThatOfAClientIsRefused() {
        runner.run(context -> assertThatThrownBy(
                        () -> context.getBean(RetryStrategies.class).build(rules -> rules.name("github")))
                .hasMessageContaining("a client of this name is configured"));
    }

    static class Tenants {

        @RetryOnStatus(value = "github", scope = "#tenant")
        public void call(@Nullable String tenant, int number) {
            throw new Asking();
        }

        @RetryOnStatus(value = "github", scope = "#p0")
        public CompletableFuture<Void> future(String tenant) {
            return CompletableFuture.completedFuture(null);
        }

        @RetryOnStatus(value = "github", scope = "#tenant")
        public Mono<String> mono(String tenant) {
            return Mono.just(tenant);
        }

        @RetryOnStatus(scope = "#tenant.length()")
        public void length(@Nullable String tenant) {
            throw new Asking();
        }
    }

    static class Misspelt {

        @RetryOnStatus(scope = "${scope}")
        public void call(String tenant) {}
    }

    static class One {

        @RetryOnStatus("github")
        public void github() {
            throw new Asking();
        }

        @RetryOnStatus("github")
        public String greet(String name) {
            return "hello " + name;
        }

        @RetryOnStatus
        public void call() {
            throw new Asking();
        }

        @RetryOnStatus(maxRetries = "7")
        public void other() {}
    }

    static class Two {

        @RetryOnStatus("github")
        public void github() {
            throw new Asking();
        }

        @RetryOnStatus
        public void call() {
            throw new Asking();
        }
    }

    static final class Asking extends RuntimeException {

        final Duration retryAfter = Duration.ofHours(1);
    }
}
