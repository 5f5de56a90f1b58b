package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.render.Redactor;
import io.sentry.Breadcrumb;
import io.sentry.EventProcessor;
import io.sentry.Hint;
import io.sentry.SentryEvent;
import io.sentry.protocol.Spring;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Takes out of the event of a crash report what the SDK added that is not of that crash, or not redacted. */
@Order(Ordered.LOWEST_PRECEDENCE)
public final class SentryReportProcessor implements EventProcessor {

    private static final Log logger = LogFactory.getLog(SentryReportProcessor.class);

    private final Redactor redactor;

    public SentryReportProcessor(Redactor redactor) {
        this.redactor = redactor;
    }

    @Override
    public SentryEvent process(SentryEvent event, Hint hint) {
        SentReport sent = SentryTransport.reportOf(hint);
        try {
            if (sent != null) {
                event.setBreadcrumbs(breadcrumbs(event, sent));
                if (!sent.current()) {
                    leaveOutThisProcess(event, sent.report().application());
                    // of what the user says the SDK makes the event itself
                    SentryEvents.belongsTo(event, sent.report().application());
                }
            }
        } catch (Throwable ex) {
            // Newer SDKs drop an event whose processor throws.
            logger.debug("A crash report goes to Sentry with less than it could have", ex);
        }
        return event;
    }

    /** Returns what was logged until the crash: the breadcrumbs of this process, or the lines that the report has kept. */
    private @Nullable List<Breadcrumb> breadcrumbs(SentryEvent event, SentReport sent) {
        if (!sent.withLog()) {
            return null;
        }
        Instant crash = sent.report().time();
        List<Breadcrumb> crumbs = Objects.requireNonNullElse(event.getBreadcrumbs(), List.<Breadcrumb>of()).stream()
                .filter(crumb -> !crumb.getTimestamp().toInstant().isAfter(crash))
                .map(this::redacted)
                .toList();
        return crumbs.isEmpty() ? SentryEvents.log(sent.report()) : crumbs;
    }

    private static void leaveOutThisProcess(SentryEvent event, @Nullable Application crashed) {
        event.setModules(null);
        event.setDebugMeta(null);
        event.setUser(null);
        Spring spring = new Spring();
        if (crashed != null && !crashed.profiles().isEmpty()) {
            spring.setActiveProfiles(crashed.profiles().toArray(String[]::new));
            event.getContexts().setSpring(spring);
        } else {
            event.getContexts().remove(Spring.TYPE);
        }
    }

    private Breadcrumb redacted(Breadcrumb crumb) {
        Breadcrumb redacted = new Breadcrumb(crumb.getTimestamp());
        redacted.setType(crumb.getType());
        redacted.setCategory(crumb.getCategory());
        redacted.setLevel(crumb.getLevel());
        redacted.setMessage(crumb.getMessage() == null ? null : redactor.text(crumb.getMessage()));
        crumb.getData().forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                redacted.setData(name, redactor.value(name, value.toString()));
            }
        });
        return redacted;
    }
}
