package dev.recourse.crash.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recourse.crash.CrashContext;
import dev.recourse.crash.CrashContextProvider;
import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.CrashReporter;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.actuate.CrashMetrics;
import dev.recourse.crash.actuate.CrashReportsEndpoint;
import dev.recourse.crash.actuate.CrashReportsHealthIndicator;
import dev.recourse.crash.context.ContextSections;
import dev.recourse.crash.hook.CrashHook;
import dev.recourse.crash.send.ReportDelivery;
import dev.recourse.crash.store.ReportDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.interceptor.AsyncUncaughtExceptionHandler;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Hooks;

class CrashAutoConfigurationTests {

    @TempDir
    private Path directory;

    private Thread.UncaughtExceptionHandler handler;

    private ApplicationContextRunner runner;

    @BeforeEach
    void runner() {
        handler = Thread.getDefaultUncaughtExceptionHandler();
        runner = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(CrashAutoConfiguration.class, CrashActuatorAutoConfiguration.class))
                .withPropertyValues("recourse.crash.directory=" + directory);
    }

    @AfterEach
    void handler() {
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    @Test
    void contextWhenDefaultsHasAReporter() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(CrashReporter.class).hasSingleBean(CrashNotifier.class);
            String id = context.getBean(CrashReporter.class).report(new IllegalStateException("boom"));
            assertThat(context.getBean(ReportDirectory.class).find(id)).isNotNull();
        });
    }

    @Test
    void contextWhenDisabledHasNothing() {
        runner.withPropertyValues("recourse.crash.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CrashHook.class)
                        .doesNotHaveBean(CrashReportsEndpoint.class));
    }

    @Test
    void contextWhenOptionalLibrariesAreAbsentHasAReporter() {
        runner.withClassLoader(new FilteredClassLoader(Endpoint.class, Health.class, MeterRegistry.class, Hooks.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(CrashReporter.class)
                        .doesNotHaveBean(CrashReportsEndpoint.class)
                        .doesNotHaveBean(CrashReportsHealthIndicator.class));
    }

    @Test
    void namesWhenUsedInOrderAreThoseOfClasses() {
        assertThat(List.of(CrashActuatorAutoConfiguration.HEALTH, CrashActuatorAutoConfiguration.METRICS))
                .allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
    }

    @Test
    void actuatorWhenThereHasEndpointHealthAndMeters() {
        runner.withBean(SimpleMeterRegistry.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .hasSingleBean(CrashReportsEndpoint.class)
                        .hasSingleBean(CrashReportsHealthIndicator.class)
                        .hasSingleBean(CrashMetrics.class));
    }

    @Test
    void metersWhenReportedCountBySource() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        runner.withBean(MeterRegistry.class, () -> registry).run(context -> {
            context.getBean(CrashMetrics.class).bindTo(registry);
            context.getBean(CrashReporter.class).report(new IllegalStateException("boom"));
            await().untilAsserted(() -> assertThat(registry.find("recourse.crash.reports")
                            .tags("source", "manual", "delivered", "false")
                            .counters())
                    .singleElement()
                    .satisfies(counter -> assertThat(counter.count()).isEqualTo(1)));
            assertThat(registry.get("recourse.crash.pending").gauge().value()).isEqualTo(1);
            assertThat(registry.get("recourse.crash.pending.oldest").gauge().value())
                    .isBetween(0.0, 60.0);
        });
    }

    @Test
    void directoryWhenItBeginsWithATildeIsInTheHome() {
        runner.withSystemProperties("user.home=" + directory)
                .withPropertyValues("recourse.crash.directory=~/acme/reports")
                .run(context -> assertThat(
                                context.getBean(ReportDirectory.class).root())
                        .isEqualTo(directory.resolve("acme/reports")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget=0s",
                "max-reports=0",
                "max-age=-1d",
                "max-age=59m",
                "max-report-size=1KB",
                "max-size=17KB",
                "exit-code=256",
                "log-lines=-1",
                "redact.values=(",
                "redact.keys=-",
                "context.timeout=0ms",
                "locals.max-depth=0",
                "resend.interval=0s",
                "sentry.wait=-1s",
                "notify-wait=-1s",
                "mail.to=nobody",
                "mail.to=a@b.c; d@e.f"
            })
    void contextWhenValueIsBadSaysWhichAndWhy(String property) {
        String key = "recourse.crash." + property.substring(0, property.indexOf('='));
        runner.withPropertyValues("recourse.crash." + property).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .rootCause()
                    .hasMessageContaining(key.equals("recourse.crash.max-size") ? "max-report-size" : key);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget",
                "max-age",
                "same-crash-interval",
                "context.timeout",
                "resend.interval",
                "sentry.wait",
                "notify-wait"
            })
    void contextWhenDurationIsTooLongSaysWhichAndWhy(String key) {
        runner.withPropertyValues("recourse.crash." + key + "=10000d")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("recourse.crash." + key + "=300000d")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("recourse.crash." + key)
                        .hasMessageEndingWith("must not be more than 10000 days"));
    }

    @Test
    void notifierWhenUserHasOneReplacesTheConsole() {
        List<CrashNotice> notices = new ArrayList<>();
        runner.withBean("mine", CrashNotifier.class, () -> notices::add)
                .run(context -> assertThat(context).getBean(CrashNotifier.class).isSameAs(context.getBean("mine")));
    }

    @Configuration(proxyBeanMethods = false)
    static class Senders {

        private final List<String> called = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        CrashReportSender mail() {
            return report -> delivered("mail");
        }

        @Bean
        @Order(1)
        CrashReportSender archive() {
            return report -> delivered("archive");
        }

        private Delivery delivered(String name) {
            called.add(name);
            return Delivery.DELIVERED;
        }
    }

    @Test
    void sendersWhenSeveralAreAllCalledAndNotedInOrder() {
        runner.withUserConfiguration(Senders.class).run(context -> {
            String id = context.getBean(CrashReporter.class).report(new IllegalStateException("boom"));
            context.getBean(ReportDelivery.class).deliver(id, Duration.ofSeconds(10));
            assertThat(context.getBean(Senders.class).called).containsExactlyInAnyOrder("archive", "mail");
            assertThat(context.getBean(ReportDirectory.class)
                            .find(id)
                            .delivery()
                            .deliveredTo())
                    .containsExactly("archive", "mail");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Providers {

        @Bean
        @Order(2)
        CrashContextProvider second() {
            return () -> Map.of("n", 2);
        }

        @Bean
        @Order(1)
        CrashContextProvider first() {
            return () -> Map.of("n", 1);
        }

        @Bean
        @Lazy
        CrashContextProvider lazy() {
            throw new IllegalStateException("created only for a report");
        }

        @Bean
        Annotated annotated() {
            return new Annotated();
        }

        @Bean
        @Scope("prototype")
        Annotated prototype() {
            return new Annotated();
        }
    }

    static class Annotated {

        @CrashContext("first")
        Map<String, Integer> sameName() {
            return Map.of("n", 3);
        }

        @CrashContext("fails")
        Object fails() {
            throw new IllegalStateException("failed");
        }
    }

    @Test
    void providersWhenBeansAreSectionsInOrder() {
        runner.withUserConfiguration(Providers.class).run(context -> {
            context.getBean("prototype");
            assertThat(context.getBean(ContextSections.class).collect()).satisfies(sections -> {
                assertThat(sections).containsOnlyKeys("first", "second", "first-2", "fails");
                assertThat(sections.keySet()).startsWith("first", "second");
                assertThat(sections.get("first").values()).containsEntry("n", "1");
                assertThat(sections.get("fails").error()).isEqualTo("java.lang.IllegalStateException: failed");
            });
        });
    }

    @Test
    void providersWhenAllBeansAreLazyAreStillSections() {
        runner.withBean("workbench", CrashContextProvider.class, () -> () -> Map.of("tool", "lathe"))
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(
                                context.getBean(ContextSections.class).collect())
                        .containsKey("workbench"));
    }

    @Test
    void handlerWhenSeveralContextsIsInstalledOnce() {
        runner.run(first -> {
            Thread.UncaughtExceptionHandler installed = Thread.getDefaultUncaughtExceptionHandler();
            runner.run(second ->
                    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(installed));
        });
    }

    @Test
    void asyncFailureWhenConfigurerIsFinalIsReportedAndPassedOnOnce() {
        FinalConfigurer configurer = new FinalConfigurer(new LinkedBlockingQueue<>());
        runner.withUserConfiguration(AsyncMethods.class)
                .withBean(FinalConfigurer.class, () -> configurer)
                .run(context -> {
                    assertThat(context.getBean(AsyncConfigurer.class)).isSameAs(configurer);
                    context.getBean(AsyncMethods.class).fail();
                    assertThat(configurer.handled.poll(30, TimeUnit.SECONDS)).isEqualTo("boom in async");
                    await().untilAsserted(() -> assertThat(
                                    context.getBean(ReportDirectory.class).list())
                            .singleElement()
                            .satisfies(report -> assertThat(report.message()).isEqualTo("boom in async")));
                    assertThat(configurer.handled).isEmpty();
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class AsyncMethods {

        @Async
        public void fail() {
            throw new IllegalStateException("boom in async");
        }
    }

    record FinalConfigurer(BlockingQueue<String> handled) implements AsyncConfigurer {

        @Override
        public AsyncUncaughtExceptionHandler getAsyncUncaughtExceptionHandler() {
            return (failure, method, arguments) -> handled.add(failure.getMessage());
        }
    }

    /** The form that Spring's own documentation of {@code AsyncConfigurer} shows. */
    @Test
    void contextWhenConfigurationIsAsyncConfigurerStarts() {
        runner.withUserConfiguration(AsyncConfiguration.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context).hasSingleBean(AsyncConfiguration.class);
        });
    }

    @Configuration
    @EnableAsync
    static class AsyncConfiguration implements AsyncConfigurer {

        @Override
        public Executor getAsyncExecutor() {
            return executor();
        }

        @Bean
        Executor executor() {
            return new SimpleAsyncTaskExecutor();
        }
    }
}
