package dev.recourse.crash.sentry;

import io.sentry.Sentry;
import io.sentry.SentryOptions;

/** Leaves crashes to the crash reports: Sentry's own uncaught handler is switched off, and reports are carried at once. */
public final class SentryConfigurer implements Sentry.OptionsConfiguration<SentryOptions> {

    @Override
    public void configure(SentryOptions options) {
        options.setEnableUncaughtExceptionHandler(false);
        SentryTransport.install(options);
    }
}
