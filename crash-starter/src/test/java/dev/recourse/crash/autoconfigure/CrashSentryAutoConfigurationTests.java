package dev.recourse.crash.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.recourse.crash.CrashContextProvider;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.Delivery;
import dev.recourse.crash.sentry.SentryEventProcessor;
import dev.recourse.crash.sentry.SentrySender;
import dev.recourse.crash.sentry.SentryServer;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.UncaughtExceptionHandlerIntegration;
import io.sentry.spring.boot4.SentryAutoConfiguration;
import java.lang.Thread.UncaughtExceptionHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

class CrashSentryAutoConfigurationTests {

    private final SentryServer server = new SentryServer();

    @TempDir
    private Path directory;

    private UncaughtExceptionHandler handler;

    private ApplicationContextRunner withoutDsn;

    private ApplicationContextRunner runner;

    @BeforeEach
    void runner() {
        handler = Thread.getDefaultUncaughtExceptionHandler();
        withoutDsn = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SentryAutoConfiguration.class,
                        CrashAutoConfiguration.class,
                        CrashSentryAutoConfiguration.class))
                .withPropertyValues("recourse.crash.directory=" + directory)
                .withUserConfiguration(Workbench.class);
        runner = withoutDsn.withPropertyValues("sentry.dsn=" + server.dsn());
    }

    @AfterEach
    void close() {
        server.close();
        Thread.setDefaultUncaughtExceptionHandler(handler);
    }

    @Test
    void sentryAutoConfigurationHasTheNameThatOursGoesAfter() {
        assertThat(ClassUtils.isPresent(CrashSentryAutoConfiguration.SENTRY, null))
                .isTrue();
    }

    @Test
    void senderWhenThereIsADsnDelivers() {
        runner.withPropertyValues("sentry.environment=now").run(context -> {
            CrashReportSender sender = context.getBean(CrashReportSender.class);
            assertThat(sender.send(report())).isEqualTo(Delivery.DELIVERED);
            assertThat(server.events()).singleElement().satisfies(event -> {
                assertThat(event.path("tags").path("crash.report").asString()).isEqualTo("some-id");
                assertThat(event.path("environment").asString()).isEqualTo("field");
            });
        });
    }

    @Test
    void eventsOfTheApplicationGetTheContext() {
        runner.run(context -> {
            Sentry.captureMessage("hello");
            Sentry.flush(10_000);
            assertThat(server.events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.path("contexts")
                                    .path("workbench")
                                    .path("tool")
                                    .asString())
                            .isEqualTo("lathe"));
        });
    }

    @Test
    void uncaughtHandlerOfSentryIsSwitchedOffEvenIfAskedFor() {
        runner.withPropertyValues("sentry.enable-uncaught-exception-handler=true")
                .run(context -> {
                    assertThat(context.getBean(SentryOptions.class).isEnableUncaughtExceptionHandler())
                            .isFalse();
                    assertThat(
                                    Thread.getDefaultUncaughtExceptionHandler()
                                            instanceof UncaughtExceptionHandlerIntegration)
                            .isFalse();
                });
    }

    @Test
    void senderWhenContextIsClosedLeavesTheReportForTheNextStart() {
        CrashReportSender[] sender = new CrashReportSender[1];
        runner.run(context -> sender[0] = context.getBean(CrashReportSender.class));
        assertThatIOException().isThrownBy(() -> sender[0].send(report())).withMessageContaining("closed");
        assertThat(server.events()).isEmpty();
        runner.run(
                context -> assertThat(context.getBean(CrashReportSender.class).send(report()))
                        .isEqualTo(Delivery.DELIVERED));
    }

    @Test
    void senderWhenThereIsNoDsnIsAbsent() {
        withoutDsn.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SentrySender.class));
    }

    @Test
    void senderWhenSentryIsNotOnTheClassPathIsAbsent() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CrashSentryAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("io.sentry"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(SentrySender.class));
    }

    @Test
    void senderWhenSwitchedOffIsAbsentAndSentryIsAsItWas() {
        for (String off : List.of("recourse.crash.sentry.enabled=false", "recourse.crash.enabled=false")) {
            runner.withPropertyValues(off).run(context -> {
                assertThat(context).doesNotHaveBean(SentrySender.class).doesNotHaveBean(SentryEventProcessor.class);
                assertThat(context.getBean(SentryOptions.class).isEnableUncaughtExceptionHandler())
                        .isTrue();
            });
        }
    }

    @Test
    void contextWhenWaitIsNotPositiveFails() {
        runner.withPropertyValues("recourse.crash.sentry.wait=0s")
                .run(context -> assertThat(context).hasFailed());
    }

    private static CrashReport report() {
        return CrashReport.builder(
                        "some-id",
                        Source.UNCAUGHT,
                        Instant.now(),
                        List.of(new Failure("com.acme.Boom", "broken", List.of(), List.of())))
                .thread(new CrashedThread("main", 1, "RUNNABLE", false))
                .application(new Application(null, null, null, List.of(), 0, null, Duration.ZERO, null, "field", null))
                .build();
    }

    @Configuration(proxyBeanMethods = false)
    static class Workbench {

        @Bean
        CrashContextProvider workbench() {
            return () -> Map.of("tool", "lathe");
        }
    }
}
