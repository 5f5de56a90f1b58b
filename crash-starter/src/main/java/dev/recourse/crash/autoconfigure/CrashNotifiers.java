package dev.recourse.crash.autoconfigure;

import dev.recourse.crash.CrashNotifier;
import dev.recourse.crash.desktop.DesktopNotifier;
import dev.recourse.crash.desktop.DesktopSettings;
import dev.recourse.crash.desktop.Displays;
import dev.recourse.crash.format.ReportOwner;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.send.UserFeedback;
import dev.recourse.crash.show.ConsoleNotifier;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.ReportDirectory;
import java.util.function.Supplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ClassUtils;

/** Chooses how people are told of a crash where the application has no notifier of its own. */
final class CrashNotifiers {

    private static final Log logger = LogFactory.getLog(CrashNotifiers.class);

    private CrashNotifiers() {}

    static CrashNotifier of(
            CrashProperties properties,
            UserFeedback feedback,
            ReportDirectory directory,
            Redactor redactor,
            Supplier<ReportOwner> owner) {
        CrashNotifier console = new ConsoleNotifier(System.err);
        return switch (properties.notifyBy()) {
            case NONE -> notice -> {};
            case CONSOLE -> console;
            case AUTO, DIALOG -> {
                if (Displays.isThere()) {
                    yield DesktopNotifier.of(
                            console,
                            System.err,
                            settings(properties, owner),
                            feedback,
                            directory,
                            new ReportPage(redactor));
                }
                warn(properties);
                yield console;
            }
        };
    }

    private static DesktopSettings settings(CrashProperties properties, Supplier<ReportOwner> owner) {
        CrashProperties.Mail mail = properties.mail();
        return new DesktopSettings(
                () -> owner.get().name(),
                mail.to() == null || mail.to().isEmpty() ? null : mail.to(),
                mail.subject(),
                mail.attach() == CrashProperties.Attach.ZIP,
                properties.notifyWait(),
                ClassUtils.getDefaultClassLoader());
    }

    private static void warn(CrashProperties properties) {
        if (properties.notifyBy() == CrashProperties.Notify.DIALOG) {
            logger.warn("recourse.crash.notify is dialog, but this process opens no windows: crashes are told on the"
                    + " console. Call SpringApplication.setHeadless(false), or start it with -Djava.awt.headless=false"
                    + " where there is a display");
        } else if (properties.consent() == CrashProperties.Consent.ASK) {
            logger.warn("recourse.crash.consent is ask, but no window can ask here: reports wait until the application"
                    + " calls CrashFeedback");
        }
    }
}
