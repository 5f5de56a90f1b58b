package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Application;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.CrashReportBuilder;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TextCut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Makes the report of a crash; what cannot be had becomes a note in it. */
public final class ReportCapture {

    private static final int LONGEST_LINE = 1000;

    private final Redactor redactor;

    private final LogBuffer log;

    private final boolean threads;

    private final ThreadCapture threadCapture;

    private volatile ApplicationInfo application =
            new ApplicationInfo(null, null, null, List.of(), () -> Deployment.UNKNOWN);

    public ReportCapture(Redactor redactor, LogBuffer log, boolean threads) {
        this.redactor = redactor;
        this.log = log;
        this.threads = threads;
        this.threadCapture = new ThreadCapture(redactor);
    }

    /** Sets what is known about the application. */
    public void application(ApplicationInfo known) {
        this.application = known;
    }

    /** Returns what is known about the application without asking a name server. */
    public Application application() {
        return application.inHaste(redactor);
    }

    /** Returns whether a report is of this application, so that this process may send it. */
    public boolean isOwn(CrashReport report) {
        return application.owns(report.application(), redactor);
    }

    /** Returns the full report, with these sections. */
    public CrashReport full(
            Crash crash, List<Failure> exceptions, List<String> notes, Callable<Map<String, Section>> context) {
        return builder(crash, exceptions, notes)
                .application(optional("application", notes, () -> application.atCrash(redactor, notes)))
                .context(part("context", Map.of(), notes, context))
                .system(optional("system", notes, () -> new SystemCapture(redactor).capture()))
                .threads(threads ? part("threads", List.of(), notes, () -> threadCapture.all(notes)) : List.of())
                .deadlocks(part("deadlocks", List.of(), notes, threadCapture::deadlocks))
                .log(part("log", List.of(), notes, this::log))
                .notes(notes)
                .build();
    }

    /** Returns the report of what is known without asking anybody. */
    public CrashReport small(Crash crash, List<Failure> exceptions, List<String> notes) {
        return builder(crash, exceptions, notes)
                .application(optional("application", notes, this::application))
                .notes(notes)
                .build();
    }

    private CrashReportBuilder builder(Crash crash, List<Failure> exceptions, List<String> notes) {
        return CrashReport.builder(crash.id(), crash.source(), crash.time(), exceptions)
                .kind(optional(
                        "kind",
                        notes,
                        () -> CrashFingerprint.of(crash.failure()).kind()))
                .thread(thread(crash, notes));
    }

    private CrashedThread thread(Crash crash, List<String> notes) {
        return part(
                "thread",
                new CrashedThread("", 0, "", false),
                notes,
                () -> threadCapture.crashed(crash.thread(), crash.state()));
    }

    private List<String> log() {
        List<String> lines = new ArrayList<>();
        for (String line : log.lines()) {
            lines.add(TextCut.shortened(redactor.text(line), LONGEST_LINE));
        }
        return lines;
    }

    private <T> T part(String name, T instead, List<String> notes, Callable<T> capture) {
        T part = optional(name, notes, capture);
        return part == null ? instead : part;
    }

    private <T> @Nullable T optional(String name, List<String> notes, Callable<T> capture) {
        try {
            return capture.call();
        } catch (Throwable ex) {
            notes.add(redactor.text("No " + name + ": " + ex));
            return null;
        }
    }
}
