package dev.recourse.crash.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * @param enabled Whether reports go to Sentry, and Sentry's other events get their context.
 * @param timeout Longest time to wait for Sentry's answer to a report.
 */
@ConfigurationProperties("recourse.crash.sentry")
record CrashSentryProperties(
        @DefaultValue("true") boolean enabled,
        @Name("wait") @DefaultValue("5s") Duration timeout) {

    CrashSentryProperties {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("wait (" + timeout + ") must be more than zero");
        }
    }
}
