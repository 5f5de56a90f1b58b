package dev.recourse.crash.autoconfigure;

import dev.recourse.configuration.InvalidValueException;
import dev.recourse.configuration.KeyCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The keys of {@code recourse.crash}.
 *
 * @param enabled Whether crashes are reported.
 * @param directory Directory in which reports are kept, the application's own. A leading ~/ is the user's home.
 * @param budget Longest time that a dying thread waits until its report is stored, and that the end of the process waits until reports are stored and sent. If no unit is given, seconds are used.
 * @param maxReports Most reports that are kept, sent or not.
 * @param maxSize Most space that all reports may take, as in 100MB.
 * @param maxAge Time after which a report is deleted, sent or not. At least an hour. If no unit is given, days are used.
 * @param maxReportSize Largest report that is written, from 16KB to 1GB.
 * @param sameCrashInterval Time in which the same crash is only counted. If no unit is given, seconds are used.
 * @param html Whether a page to read is kept beside each report.
 * @param threads Whether a report tells what every thread was doing.
 * @param logLines Number of lines of the log that a report keeps, up to 10000.
 * @param exitCode Exit code with which the death of a thread ends the process. When not set, the process goes on or ends as without a report.
 * @param context Settings of the context providers.
 * @param locals Settings of the values in a report.
 * @param redact Settings of what is hidden in a report.
 * @param sentry Settings of sending to Sentry.
 * @param resend Settings of sending again.
 * @param consent Whether reports may leave this machine: `given`, `refused`, or `ask` for the user's decision.
 * @param mail Settings of the e-mail that the user may send.
 * @param notifyBy Way in which people are told of a crash: `console`, by a window too (`dialog`), `none`, or `auto` for the window where there is a display.
 * @param notifyWait Longest time that the end of the process waits for the user, when a crash ends it. If no unit is given, seconds are used.
 */
@ConfigurationProperties(CrashProperties.PREFIX)
record CrashProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("./crash-reports") Path directory,

        @DefaultValue("10s") @DurationUnit(ChronoUnit.SECONDS)
        Duration budget,

        @DefaultValue("100") int maxReports,
        @DefaultValue("100MB") DataSize maxSize,
        @DefaultValue("30d") @DurationUnit(ChronoUnit.DAYS) Duration maxAge,
        @DefaultValue("1MB") DataSize maxReportSize,

        @DefaultValue("1m") @DurationUnit(ChronoUnit.SECONDS)
        Duration sameCrashInterval,

        @DefaultValue("false") boolean html,
        @DefaultValue("true") boolean threads,
        @DefaultValue("100") int logLines,
        @Nullable Integer exitCode,
        @DefaultValue Context context,
        @DefaultValue Locals locals,
        @DefaultValue Redact redact,
        @DefaultValue Sentry sentry,
        @DefaultValue Resend resend,
        @DefaultValue("given") Consent consent,
        @DefaultValue Mail mail,
        @Name("notify") @DefaultValue("auto") Notify notifyBy,

        @DefaultValue("60s") @DurationUnit(ChronoUnit.SECONDS)
        Duration notifyWait) {

    static final String PREFIX = "recourse.crash";

    /** Far from where a time in nanoseconds overflows. */
    private static final Duration LONGEST = Duration.ofDays(10_000);

    /** A shorter one would delete what was just written. */
    private static final Duration SHORTEST_AGE = Duration.ofHours(1);

    private static final DataSize REPORT = DataSize.ofMegabytes(1);

    private static final long KB = 1024;

    private static final long MB = 1024 * KB;

    /** What people call the keys who do not look. */
    static final KeyCheck.Hint HINT = (above, key) -> switch (key) {
        case "dsn" -> "The DSN is Sentry's own key: write it as sentry.dsn, with nothing before it.";
        case "dir", "path", "folder" -> "Did you mean directory?";
        default -> null;
    };

    CrashProperties {
        check("directory", !directory.toString().isBlank(), "must be the path of a directory");
        check("directory", !directory.toString().contains("${"), "has a placeholder without a value");
        directory = inHome(directory);
        positive("budget", budget);
        atLeast("max-reports", maxReports, 1);
        atLeast("max-size", maxSize, DataSize.ofBytes(1));
        check("max-age", maxAge.compareTo(SHORTEST_AGE) >= 0, "must be an hour or more");
        bounded("max-age", maxAge);
        atLeast("max-report-size", maxReportSize, DataSize.ofKilobytes(16));
        fits(maxReportSize, maxSize);
        check("max-report-size", maxReportSize.toGigabytes() < 1, "must be less than 1GB");
        check("same-crash-interval", !sameCrashInterval.isNegative(), "must be zero or more");
        bounded("same-crash-interval", sameCrashInterval);
        check("notify-wait", !notifyWait.isNegative(), "must be zero or more");
        bounded("notify-wait", notifyWait);
        check("log-lines", logLines >= 0 && logLines <= 10_000, "must be from 0 to 10000");
        check("exit-code", exitCode == null || (exitCode >= 0 && exitCode <= 255), "must be from 0 to 255");
    }

    /**
     * @param timeout Longest time that a provider may take. If no unit is given, milliseconds are used.
     */
    record Context(
            @DefaultValue("250ms") @DurationUnit(ChronoUnit.MILLIS)
            Duration timeout) {

        Context {
            positive("context.timeout", timeout);
        }
    }

    /**
     * @param enabled Whether local variables are recorded, where the agent or the build has woven the application.
     * @param maxDepth Depth to which values within values are rendered.
     * @param maxItems Most items of a collection that are rendered.
     * @param maxLength Longest text of a value, in characters.
     * @param maxVariables Most local variables of a frame.
     */
    record Locals(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("4") int maxDepth,
            @DefaultValue("20") int maxItems,
            @DefaultValue("300") int maxLength,
            @DefaultValue("50") int maxVariables) {

        Locals {
            check("locals.max-depth", maxDepth >= 1 && maxDepth <= 20, "must be from 1 to 20");
            check("locals.max-items", maxItems >= 1 && maxItems <= 1000, "must be from 1 to 1000");
            check("locals.max-length", maxLength >= 10 && maxLength <= 10_000, "must be from 10 to 10000");
            check("locals.max-variables", maxVariables >= 1 && maxVariables <= 250, "must be from 1 to 250");
        }
    }

    /**
     * @param keys Comma-separated list of words that, in a name, mark its value as a secret; added to the built-in ones.
     * @param values Comma-separated list of regular expressions of values that are secrets; added to the built-in ones.
     * @param personal Whether mail addresses lose the part before the @.
     */
    record Redact(
            @DefaultValue List<String> keys,
            @DefaultValue List<String> values,
            @DefaultValue("true") boolean personal) {

        Redact {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
            for (int i = 0; i < keys.size(); i++) {
                check(
                        "redact.keys[" + i + "]",
                        keys.get(i).chars().anyMatch(Character::isLetter),
                        "must have a letter");
            }
            for (int i = 0; i < values.size(); i++) {
                checkPattern("redact.values[" + i + "]", values.get(i));
            }
        }

        List<Pattern> patterns() {
            return values.stream().map(Pattern::compile).toList();
        }
    }

    /**
     * @param enabled Whether reports go to Sentry, where there is a DSN, and its other events get their context.
     * @param longestWait Longest time that the end of the process waits until its reports are sent, and that a try to send one takes. If no unit is given, seconds are used.
     */
    record Sentry(
            @DefaultValue("true") boolean enabled,

            @Name("wait") @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS)
            Duration longestWait) {

        Sentry {
            positive("sentry.wait", longestWait);
        }
    }

    /**
     * @param interval Time between two tries to send what waits; doubles with each try of a report, up to an hour. If no unit is given, seconds are used.
     */
    record Resend(
            @DefaultValue("5m") @DurationUnit(ChronoUnit.SECONDS)
            Duration interval) {

        Resend {
            positive("resend.interval", interval);
        }
    }

    /**
     * @param to Address to which the user may send an e-mail about a crash; several with commas between them.
     * @param subject Subject of that e-mail, which the id of the report follows. When not set, it names the application.
     * @param attach What the e-mail asks the user to attach: the report's file (`none`), or a `zip` of the report and its page.
     */
    record Mail(
            @Nullable String to,
            @Nullable String subject,
            @DefaultValue("none") Attach attach) {

        private static final int LONGEST = 500;

        private static final Pattern ADDRESSES = Pattern.compile("[^\\s,@]+@[^\\s,@]+(?:,[^\\s,@]+@[^\\s,@]+)*");

        Mail {
            check(
                    "mail.to",
                    to == null
                            || to.isEmpty()
                            || (to.length() <= LONGEST && ADDRESSES.matcher(to).matches()),
                    "must be an address such as support@acme.example");
        }
    }

    /** What an e-mail asks the user to attach. */
    enum Attach {
        /** The report's file. */
        NONE,
        /** A zip of the report and its page. */
        ZIP
    }

    /** Whether reports may leave this machine. */
    enum Consent {
        /** They may. */
        GIVEN,
        /** The user decides. */
        ASK,
        /** They may not. */
        REFUSED
    }

    /** How people are told of a crash. */
    enum Notify {
        /** As well as it can be done here. */
        AUTO,
        /** By a few lines on the console. */
        CONSOLE,
        /** By a window too. */
        DIALOG,
        /** Not at all. */
        NONE
    }

    private static Path inHome(Path path) {
        return path.startsWith("~")
                ? Path.of(System.getProperty("user.home"))
                        .resolve(path.getFileSystem().getPath("~").relativize(path))
                : path;
    }

    private static void positive(String key, Duration value) {
        check(key, !value.isNegative() && !value.isZero(), "must be more than zero");
        bounded(key, value);
    }

    private static void bounded(String key, Duration value) {
        check(key, value.compareTo(LONGEST) <= 0, "must not be more than " + LONGEST.toDays() + " days");
    }

    /** Blames the one of the two that is not the default. */
    private static void fits(DataSize report, DataSize all) {
        boolean fits = report.compareTo(all) <= 0;
        check("max-report-size", fits || report.equals(REPORT), "must not be more than max-size (" + text(all) + ")");
        check("max-size", fits, "must not be less than max-report-size (" + text(report) + "); a bare number is bytes");
    }

    private static String text(DataSize size) {
        long bytes = size.toBytes();
        return bytes % MB == 0 ? bytes / MB + "MB" : bytes % KB == 0 ? bytes / KB + "KB" : bytes + "B";
    }

    private static <T extends Comparable<T>> void atLeast(String key, T value, T least) {
        check(
                key,
                value.compareTo(least) >= 0,
                "must be " + (least instanceof DataSize size ? text(size) : least) + " or more");
    }

    private static void check(String key, boolean holds, String rule) {
        if (!holds) {
            throw new InvalidValueException(
                    PREFIX + '.' + key,
                    rule,
                    "Write another value for " + key.replaceFirst("\\[.*", "") + ": it " + rule + '.');
        }
    }

    private static void checkPattern(String key, String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException ex) {
            throw new InvalidValueException(
                    PREFIX + '.' + key,
                    "is no regular expression: " + ex.getDescription() + " at position " + ex.getIndex(),
                    "Correct it, or put a backslash before a character that stands for itself. A comma separates two"
                            + " expressions, but not in a list with dashes.");
        }
    }
}
