package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the application before it crashes.
 *
 * @param git abbreviated commit
 */
public record ApplicationInfo(
        @Nullable String name,
        @Nullable String version,
        @Nullable String git,
        List<String> profiles) {

    private static final Duration NAME_LOOKUP = Duration.ofMillis(250);

    /** Adds what is known only when it crashes. */
    Application atCrash(Redactor redactor, List<String> notes) {
        return application(
                redactor,
                host(notes),
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()));
    }

    /** Returns what is known without asking anybody. */
    Application known(Redactor redactor) {
        return application(redactor, null, Duration.ZERO);
    }

    private Application application(Redactor redactor, @Nullable String host, Duration uptime) {
        return new Application(
                name == null ? null : redactor.text(name),
                version == null ? null : redactor.text(version),
                git,
                profiles,
                ProcessHandle.current().pid(),
                host,
                uptime);
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
