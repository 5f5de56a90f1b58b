package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashReportSender;
import dev.recourse.crash.sentry.SentryStartupSender;
import io.sentry.spring.boot4.SentryProperties;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Finds the senders of an application that failed to start: Sentry, as far as properties tell of it. */
final class CrashSentryStartup {

    private CrashSentryStartup() {}

    /** Returns Sentry by the name of its bean; and for each other sender one that leaves the report to the next start. */
    static Map<String, CrashReportSender> senders(ConfigurableApplicationContext context, CrashProperties properties) {
        Environment environment = context.getEnvironment();
        if (!properties.sentry().enabled()
                || !ClassUtils.isPresent(CrashSentryAutoConfiguration.SENTRY, context.getClassLoader())
                || !StringUtils.hasText(environment.getProperty("sentry.dsn"))) {
            return Map.of();
        }
        Map<String, CrashReportSender> senders = new LinkedHashMap<>();
        senders.put(CrashSentryAutoConfiguration.SENDER, SentrySettings.sender(environment, properties));
        for (String name : context.getBeanFactory().getBeanNamesForType(CrashReportSender.class, true, false)) {
            senders.putIfAbsent(name, report -> {
                throw new IOException("The application did not start");
            });
        }
        return senders;
    }

    /** Apart, for its class can be loaded only where Sentry is there. */
    private static final class SentrySettings {

        static CrashReportSender sender(Environment environment, CrashProperties properties) {
            Binder binder = Binder.get(environment);
            return new SentryStartupSender(
                    () -> binder.bind("sentry", Bindable.ofInstance(new SentryProperties()))
                            .get(),
                    properties.sentry().longestWait());
        }
    }
}
