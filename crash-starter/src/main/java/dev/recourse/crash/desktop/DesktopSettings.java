package dev.recourse.crash.desktop;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the window behaves.
 *
 * @param application its name, which may become known later
 * @param mailTo addresses of the e-mail; null for none
 * @param mailSubject null for one that names the application
 * @param zip whether the e-mail asks for a zip of report and page
 * @param answerWait of a process that ends, for the user
 * @param loader of texts of the application's own
 */
public record DesktopSettings(
        Supplier<@Nullable String> application,
        @Nullable String mailTo,
        @Nullable String mailSubject,
        boolean zip,
        Duration answerWait,
        @Nullable ClassLoader loader) {}
