package dev.recourse.crash.desktop;

import dev.recourse.crash.CrashFeedback.Consent;
import dev.recourse.crash.CrashNotice;
import dev.recourse.crash.CrashReport;
import dev.recourse.crash.send.UserFeedback;
import dev.recourse.crash.show.CrashMail;
import dev.recourse.crash.show.MailComposer;
import dev.recourse.crash.show.ReportPage;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Does what the buttons of the window say, one after the other on a thread of its own: the disk and other programs may be slow. */
final class ReportActions {

    private static final Log logger = LogFactory.getLog(ReportActions.class);

    private final UserFeedback feedback;

    private final ReportDirectory directory;

    private final ReportPage page;

    private final DesktopSettings settings;

    private final DesktopPrograms programs;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "recourse-crash-answer");
        made.setDaemon(true);
        return made;
    });

    ReportActions(
            UserFeedback feedback,
            ReportDirectory directory,
            ReportPage page,
            DesktopSettings settings,
            DesktopPrograms programs) {
        this.feedback = feedback;
        this.directory = directory;
        this.page = page;
        this.settings = settings;
        this.programs = programs;
    }

    boolean canMail() {
        return settings.mailTo() != null;
    }

    /** Returns whether the user has chosen for all reports, and can take that back. */
    boolean hasChosen() {
        return feedback.isAsked() && feedback.consent() != Consent.ASK;
    }

    /** Returns whether each report has to be decided about. */
    boolean isAsking() {
        return feedback.isAsked() && feedback.consent() == Consent.ASK;
    }

    List<CrashNotice> undecided(Instant start) {
        return EarlierReports.undecided(directory, start);
    }

    Consent consent() {
        return feedback.consent();
    }

    /** Opens the page of a report; where that cannot be done, its file is to be shown. */
    void show(String id, String comment, Consumer<Path> failed) {
        execute(() -> {
            CrashReport report = withComment(id, comment);
            Path file = report == null ? null : directory.putPage(id, page.draw(report));
            if (file != null && !programs.browse(file)) {
                failed.accept(file);
            }
        });
    }

    /** Opens a mail about a report, and the folder of what is to be attached; where there is no mail program, the mail is to be shown. */
    void mail(String id, String comment, Consumer<CrashMail> failed) {
        execute(() -> {
            CrashReport report = withComment(id, comment);
            Path file = report == null ? null : attachment(report);
            String to = settings.mailTo();
            if (to == null || report == null || file == null) {
                return;
            }
            MailComposer composer = new MailComposer(
                    to, settings.mailSubject(), CrashTexts.of(settings).texts());
            CrashMail composed = composer.compose(report, file);
            if (!programs.mail(composed.uri())) {
                failed.accept(composed);
            }
            programs.open(file.resolveSibling("").normalize());
        });
    }

    /**
     * Hands on what the user has answered.
     *
     * @param ids of all reports that were shown
     * @param send whether to send them; null where the user did not say
     * @param always whether to do so with all that come
     */
    void answer(List<String> ids, String comment, @Nullable Boolean send, boolean always) {
        execute(() -> {
            feedback.comment(ids.get(0), comment);
            if (send == null) {
                return;
            }
            ids.forEach(id -> feedback.decide(id, send));
            if (always) {
                feedback.consent(send ? Consent.ALWAYS : Consent.NEVER);
            }
        });
    }

    /** Forgets what the user has chosen for all reports. */
    void askAgain() {
        execute(() -> feedback.consent(Consent.ASK));
    }

    void awaitIdle(Deadline deadline) {
        try {
            thread.submit(() -> {}).get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ex) {
            // the report is safe
        }
    }

    private @Nullable CrashReport withComment(String id, String comment) {
        CrashReport report = directory.find(id);
        return report == null || comment.isBlank()
                ? report
                : report.toBuilder().comment(feedback.shown(comment)).build();
    }

    private @Nullable Path attachment(CrashReport report) throws IOException {
        return settings.zip() ? directory.putZip(report, page.draw(report)) : directory.file(report.id());
    }

    private void execute(Action action) {
        thread.execute(() -> {
            try {
                action.run();
            } catch (Throwable ex) {
                logger.warn("What the user wants done with a crash report cannot be done", ex);
            }
        });
    }

    private interface Action {

        void run() throws IOException;
    }
}
