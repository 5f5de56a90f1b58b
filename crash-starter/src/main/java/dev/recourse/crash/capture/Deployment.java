package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.SentryInfo;
import org.jspecify.annotations.Nullable;

/**
 * As what an application runs, in Sentry's words.
 *
 * @param release as Sentry names it
 * @param environment as Sentry names it
 * @param sentry what else Sentry is told; null where reports do not go to Sentry
 * @param hostIsServer whether Sentry is told the name of the host where no name of the server is set
 */
public record Deployment(
        @Nullable String release,
        @Nullable String environment,
        @Nullable SentryInfo sentry,
        boolean hostIsServer) {

    /** Nothing is known. */
    public static final Deployment UNKNOWN = new Deployment(null, null, null, false);

    /** Knows how this process runs, at the time of a crash. */
    @FunctionalInterface
    public interface Source {

        /** Returns how it runs now. */
        Deployment current();
    }

    /** Returns what Sentry is told on this host. */
    @Nullable
    SentryInfo sentryOn(@Nullable String host) {
        return sentry == null || sentry.server() != null || !hostIsServer
                ? sentry
                : new SentryInfo(sentry.dist(), host, sentry.project(), sentry.tags());
    }

    /** Returns where Sentry keeps this application's events: host and project of the DSN; null where there is no DSN. */
    @Nullable
    String project() {
        return sentry == null ? null : sentry.project();
    }
}
