package dev.recourse.retry.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recourse.retry.RetryLaterException;
import dev.recourse.retry.RetryOnStatus;
import dev.recourse.retry.RetryStrategies;
import dev.recourse.retry.autoconfigure.RetryAutoConfiguration;
import dev.recourse.retry.client.RetryClientRegistry;
import dev.recourse.retry.time.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
