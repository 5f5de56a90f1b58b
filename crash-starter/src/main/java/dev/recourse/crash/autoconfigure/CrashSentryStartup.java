package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.capture.Deployment;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.sentry.SentryProject;
import dev.recourse.crash.sentry.SentryStartupSender;
import io.sentry.spring.boot4.SentryProperties;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Stands in for the beans of Sentry that an application does not have when it fails to start, as far as properties tell. */
final class CrashSentryStartup {

    /** What the SDK takes where none is set. */
    private static final String ENVIRONMENT = "production";

    private CrashSentryStartup() {}

    /** Returns what Sentry would be told about this process. */
    static Deployment deployment(Environment environment, CrashProperties properties) {
        if (!isUsed(environment, properties, ClassUtils.getDefaultClassLoader())) {
            return Deployment.UNKNOWN;
        }
        Map<String, String> tags = Binder.get(environment)
                .bind("sentry.tags", Bindable.mapOf(String.class, String.class))
                .orElseGet(Map::of);
        return new Deployment(
                environment.getProperty("sentry.release"),
                environment.getProperty("sentry.environment", ENVIRONMENT),
                new SentryInfo(
                        environment.getProperty("sentry.dist"),
                        environment.getProperty("sentry.server-name"),
                        SentryProject.of(environment.getProperty("sentry.dsn")),
                        tags),
                environment.getProperty("sentry.attach-server-name", Boolean.class, true));
    }

    private static boolean isUsed(Environment environment, CrashProperties properties, @Nullable ClassLoader loader) {
        return properties.sentry().enabled()
                && environment.getProperty("sentry.enabled", Boolean.class, true)
                && StringUtils.hasText(environment.getProperty("sentry.dsn"))
                && ClassUtils.isPresent(CrashSentryAutoConfiguration.SENTRY, loader);
    }

    /** Returns Sentry by the name of its bean; and for each other sender one that leaves the report to the next start. */
    static Map<String, CrashReportSender> senders(
            ConfigurableApplicationContext context, CrashProperties properties, Redactor redactor) {
        Environment environment = context.getEnvironment();
        if (!isUsed(environment, properties, context.getClassLoader())) {
            return Map.of();
        }
        Map<String, CrashReportSender> senders = new LinkedHashMap<>();
        senders.put(CrashSentryAutoConfiguration.SENDER, SentrySettings.sender(environment, properties, redactor));
        for (String name : context.getBeanFactory().getBeanNamesForType(CrashReportSender.class, true, false)) {
            senders.putIfAbsent(name, report -> {
                throw new IOException("The application did not start");
            });
        }
        return senders;
    }

    /** Apart, for its class can be loaded only where Sentry is there. */
    private static final class SentrySettings {

        static CrashReportSender sender(Environment environment, CrashProperties properties, Redactor redactor) {
            Binder binder = Binder.get(environment);
            return new SentryStartupSender(
                    () -> binder.bind("sentry", Bindable.ofInstance(new SentryProperties()))
                            .get(),
                    redactor,
                    properties.sentry().longestWait());
        }
    }
}
