package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the application before it crashes.
 *
 * @param git abbreviated commit
 * @param deployment asked anew for each crash, because Sentry's tags change
 */
public record ApplicationInfo(
        @Nullable String name,
        @Nullable String version,
        @Nullable String git,
        List<String> profiles,
        Deployment.Source deployment) {

    /** A name server may be away. */
    private static final Duration NAME_LOOKUP = Duration.ofMillis(250);

    /** Adds what is known only when it crashes. */
    Application atCrash(Redactor redactor, List<String> notes) {
        return on(host(notes), redactor);
    }

    /** Adds what can be known without asking a name server. */
    Application inHaste(Redactor redactor) {
        return on(null, redactor);
    }

    private Application on(@Nullable String host, Redactor redactor) {
        Deployment now = deployment.current();
        SentryInfo sentry = now.sentryOn(host);
        return new Application(
                name == null ? null : redactor.text(name),
                version == null ? null : redactor.text(version),
                git,
                profiles,
                ProcessHandle.current().pid(),
                host,
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                now.release(),
                now.environment(),
                sentry == null ? null : redacted(sentry, redactor));
    }

    /**
     * Returns whether a report is this application's: it has this name, and its crash would have gone to the same project of Sentry's.
     *
     * <p>A report that had no DSN goes to any. A report that names no application is everybody's.
     */
    boolean owns(@Nullable Application crashed, Redactor redactor) {
        if (crashed == null) {
            return true;
        }
        SentryInfo sentry = crashed.sentry();
        String project = sentry == null ? null : sentry.project();
        boolean named = crashed.name() != null;
        return (!named || Objects.equals(crashed.name(), name == null ? null : redactor.text(name)))
                && (project == null || project.equals(deployment.current().project()));
    }

    private static SentryInfo redacted(SentryInfo sentry, Redactor redactor) {
        Map<String, String> tags = new LinkedHashMap<>();
        sentry.tags().forEach((name, value) -> tags.put(name, redactor.value(name, value)));
        return new SentryInfo(sentry.dist(), sentry.server(), sentry.project(), tags);
    }

    private static @Nullable String host(List<String> notes) {
        for (String name : List.of("HOSTNAME", "COMPUTERNAME")) {
            String host = System.getenv(name);
            if (host != null && !host.isEmpty()) {
                return host;
            }
        }
        try {
            return TimeLimiter.call(
                    NAME_LOOKUP, () -> InetAddress.getLocalHost().getHostName());
        } catch (Exception ex) {
            notes.add("No host name: " + ex);
        }
        return null;
    }
}
