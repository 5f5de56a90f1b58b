package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.capture.ApplicationInfo;
import dev.recourse.crash.capture.LogBufferAppender;
import dev.recourse.crash.trigger.UncaughtHandler;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** Installs the hook as soon as its settings are known, long before there is a bean; last, when logging is set up. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class CrashRunListener implements SpringApplicationRunListener {

    private static final boolean LOGBACK =
            ClassUtils.isPresent("ch.qos.logback.classic.LoggerContext", CrashRunListener.class.getClassLoader());

    private static @Nullable CrashInfrastructure latest;

    /** The contexts that have the latest parts and are not closed. */
    private static final Set<ApplicationContext> owners = Collections.newSetFromMap(new WeakHashMap<>());

    private final SpringApplication application;

    private @Nullable CrashInfrastructure parts;

    CrashRunListener(SpringApplication application, String[] arguments) {
        this.application = application;
    }

    @Override
    public void environmentPrepared(
            ConfigurableBootstrapContext bootstrapContext, ConfigurableEnvironment environment) {
        CrashProperties properties = Binder.get(environment).bindOrCreate("recourse.crash", CrashProperties.class);
        if (!properties.enabled()) {
            return;
        }
        CrashInfrastructure current = take(properties);
        parts = current;
        Class<?> main = application.getMainApplicationClass();
        if (main != null) {
            current.app().add(List.of(ClassUtils.getPackageName(main)));
        }
        describe(current, environment);
        if (LOGBACK && properties.logLines() > 0) {
            LogBufferAppender.attach(current.log());
        }
        UncaughtHandler.install(current.hook());
    }

    @Override
    public void contextPrepared(ConfigurableApplicationContext context) {
        if (parts != null) {
            own(context);
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

    /** Returns those that are there, where a second context of the same application starts, or new ones. */
    private static synchronized CrashInfrastructure take(CrashProperties properties) {
        CrashInfrastructure earlier = latest;
        if (earlier != null && !owners.isEmpty() && earlier.properties().equals(properties)) {
            return earlier;
        }
        if (earlier != null && owners.isEmpty()) {
            earlier.stop();
        }
        CrashInfrastructure current = CrashInfrastructure.of(properties);
        current.start();
        latest = current;
        owners.clear();
        return current;
    }

    private static synchronized void own(ConfigurableApplicationContext context) {
        owners.add(context);
    }

    /**
     * Lets the parts of contexts that are closed go when the next one starts; until then the hook stays as it is.
     *
     * @return whether another context still has them
     */
    static synchronized boolean release(ApplicationContext context) {
        return owners.remove(context) && !owners.isEmpty();
    }
}
