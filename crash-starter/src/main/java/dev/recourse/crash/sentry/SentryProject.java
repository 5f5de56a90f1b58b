package dev.recourse.crash.sentry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads from a DSN where its events go. */
public final class SentryProject {

    private SentryProject() {}

    /**
     * Returns host and project id, such as {@code o1.ingest.sentry.io/42}, or null where there is no DSN, or what is none.
     *
     * <p>Protocol, key, port and path are left out: they can change while the project stays the same.
     */
    public static @Nullable String of(@Nullable String dsn) {
        if (dsn == null || dsn.isBlank()) {
            return null;
        }
        try {
            URI uri = new URI(dsn.strip());
            String path = uri.getPath();
            String host = uri.getHost();
            if (host == null || path == null) {
                return null;
            }
            String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            String project = trimmed.substring(trimmed.lastIndexOf('/') + 1);
            return project.isEmpty() ? null : host.toLowerCase(Locale.ROOT) + '/' + project;
        } catch (URISyntaxException ex) {
            return null;
        }
    }
}
