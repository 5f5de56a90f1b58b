package dev.recourse.crash.show;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.format.StackTraceFormatter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the e-mail about a report, in the user's language; what a report says is redacted already. */
public final class MailComposer {

    /** A longer path would leave no room for what happened. */
    private static final int LONGEST_PATH = 300;

    private final String to;

    private final @Nullable String subject;

    private final Texts texts;

    /**
     * Creates it.
     *
     * @param subject null for one that names the application
     */
    public MailComposer(String to, @Nullable String subject, Texts texts) {
        this.to = to;
        this.subject = subject;
        this.texts = texts;
    }

    /** Returns the mail about a report, which asks the user to attach this file. */
    public CrashMail compose(CrashReport report, Path file) {
        Application application = report.application();
        String name = application == null || application.name() == null ? texts.get("application") : application.name();
        String version = application == null ? null : application.version();
        String story = ConsoleText.lines(StackTraceFormatter.heading(report.failure()));
        if (report.comment() != null) {
            story += "\n\n" + texts.get("mail-doing") + "\n" + report.comment();
        }
        return new CrashMail(
                to,
                subject == null ? texts.get("mail-subject", name, report.id()) : subject + " (" + report.id() + ')',
                story,
                lines(
                        texts.get("mail-report", report.id()),
                        version == null ? name : name + ' ' + version,
                        texts.get("mail-attach", shown(file))));
    }

    private static Object shown(Path file) {
        return file.toString().length() > LONGEST_PATH ? file.getFileName() : file;
    }

    private static String lines(String... lines) {
        return Stream.of(lines).collect(Collectors.joining("\n"));
    }
}
