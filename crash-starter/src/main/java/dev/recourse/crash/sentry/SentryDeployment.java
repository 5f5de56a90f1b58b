package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport.SentryInfo;
import dev.recourse.crash.capture.Deployment;
import io.sentry.IScopes;
import io.sentry.ScopeType;
import io.sentry.SentryOptions;
import java.util.Map;
import java.util.TreeMap;

/** Reads from the running Sentry what it tells about this process: the tags of the options, and those of the scope. */
public final class SentryDeployment implements Deployment.Source {

    private final IScopes scopes;

    private final Deployment settings;

    /** Keeps what does not change, so that it is still known when Sentry is closed. */
    public SentryDeployment(IScopes scopes) {
        this.scopes = scopes;
        this.settings = of(scopes.getOptions());
    }

    @Override
    public Deployment current() {
        SentryInfo sentry = settings.sentry();
        if (sentry == null) {
            return settings;
        }
        Map<String, String> tags = new TreeMap<>(sentry.tags());
        scopes.configureScope(ScopeType.COMBINED, scope -> tags.putAll(scope.getTags()));
        return new Deployment(
                settings.release(),
                settings.environment(),
                new SentryInfo(sentry.dist(), sentry.server(), sentry.project(), tags),
                settings.hostIsServer());
    }

    private static Deployment of(SentryOptions options) {
        if (!options.isEnabled()) {
            return Deployment.UNKNOWN;
        }
        return new Deployment(
                options.getRelease(),
                options.getEnvironment(),
                new SentryInfo(
                        options.getDist(),
                        options.getServerName(),
                        SentryProject.of(options.getDsn()),
                        options.getTags()),
                options.isAttachServerName());
    }
}
