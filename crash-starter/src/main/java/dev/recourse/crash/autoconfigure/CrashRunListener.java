package dev.recourse.crash.autoconfigure;

import dev.recourse.configuration.SettingsBinder;
import dev.recourse.crash.capture.ApplicationInfo;
import dev.recourse.crash.store.FileOperations;
import dev.recourse.crash.trigger.UncaughtHandler;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** Installs the hook as soon as its settings are known, long before there is a bean; last, when logging is set up. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class CrashRunListener implements SpringApplicationRunListener {

    private final SpringApplication application;

    private @Nullable CrashInfrastructure parts;

    CrashRunListener(SpringApplication application, String[] arguments) {
        this.application = application;
    }

    @Override
    public void environmentPrepared(
            ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
        CrashProperties properties =
                SettingsBinder.bind(environment, CrashProperties.PREFIX, CrashProperties.class, CrashProperties.HINT);
        if (!properties.enabled()) {
            return;
        }
        FileOperations files = Objects.requireNonNullElseGet(
                bootstrapContext.getOrElse(FileOperations.class, null), FileOperations::system);
        CrashInfrastructure current = SharedInfrastructure.take(properties, files);
        parts = current;
        Class<?> main = application.getMainApplicationClass();
        if (main != null) {
            current.app().add(List.of(ClassUtils.getPackageName(main)));
        }
        describe(current, environment);
        current.log().attach();
        UncaughtHandler.install(current.hook());
    }

    @Override
    public void contextPrepared(ConfigurableApplicationContext context) {
        if (parts != null) {
            SharedInfrastructure.own(context);
            // again: until now the version of the jar came before the one that is configured
            describe(parts, context.getEnvironment());
            context.getBeanFactory().registerSingleton("crashParts", parts);
        }
    }

    private static void describe(CrashInfrastructure parts, ConfigurableEnvironment environment) {
        parts.capture()
                .application(new ApplicationInfo(
                        environment.getProperty("spring.application.name"),
                        environment.getProperty("spring.application.version"),
                        null,
                        List.of(environment.getActiveProfiles()),
                        SingletonSupplier.of(() -> CrashSentryStartup.deployment(environment, parts.properties()))
                                ::obtain));
    }

    /** Before Boot reports the failure, which is when the hook hears of it. */
    @Override
    public void failed(@Nullable ConfigurableApplicationContext context, Throwable failure) {
        if (parts != null && context != null && !parts.delivery().hasSenders()) {
            parts.delivery().senders(CrashSentryStartup.senders(context, parts.properties(), parts.redactor()));
        }
    }

    @Override
    public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
        if (parts != null) {
            parts.ready();
        }
    }
}
