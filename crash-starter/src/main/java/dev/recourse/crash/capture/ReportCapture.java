package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.CrashedThread;
import dev.recourse.crash.CrashReport.DeliveryStatus;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Section;
import dev.recourse.crash.render.Cut;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Makes the report of a crash; what cannot be had becomes a note in it. */
public final class ReportCapture {

    private static final int LONGEST_LINE = 1000;

    private final Redactor redactor;

    private final LogTail log;

    private final boolean threads;

    private final ThreadCapture threadCapture;

    private volatile ApplicationInfo application = new ApplicationInfo(null, null, null, List.of());

    public ReportCapture(Redactor redactor, LogTail log, boolean threads) {
        this.redactor = redactor;
        this.log = log;
        this.threads = threads;
        this.threadCapture = new ThreadCapture(redactor);
    }

    /** Sets what is known about the application. */
    public void application(ApplicationInfo known) {
        this.application = known;
    }

    /** Returns the full report, with these sections. */
    public CrashReport full(
            Crash crash, List<Failure> exceptions, List<String> notes, Callable<Map<String, Section>> context) {
        return new CrashReport(
                crash.id(),
                CrashReport.VERSION,
                crash.source(),
                crash.time(),
                optional("application", notes, () -> application.atCrash(redactor, notes)),
                thread(crash, notes),
                exceptions,
                0,
                DeliveryStatus.NEW,
                part("context", Map.of(), notes, () -> sections(context, notes)),
                optional("system", notes, () -> new SystemCapture(redactor).capture()),
                threads ? part("threads", List.of(), notes, () -> threadCapture.all(notes)) : List.of(),
                part("deadlocks", List.of(), notes, threadCapture::deadlocks),
                part("log", List.of(), notes, this::log),
                notes);
    }

    /** Returns the report of what is known without asking anybody. */
    public CrashReport small(Crash crash, List<Failure> exceptions, List<String> notes) {
        return new CrashReport(
                crash.id(),
                CrashReport.VERSION,
                crash.source(),
                crash.time(),
                null,
                thread(crash, notes),
                exceptions,
                0,
                DeliveryStatus.NEW,
                Map.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                notes);
    }

    private static Map<String, Section> sections(Callable<Map<String, Section>> context, List<String> notes)
            throws Exception {
        Map<String, Section> sections = context.call();
        if (TimeLimiter.VALUES.isExhausted()) {
            notes.add(TimeLimiter.MOST_CALLS + " calls of values and providers hang: no more are made in this process");
        }
        return sections;
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
            lines.add(Cut.to(LONGEST_LINE, redactor.text(line)));
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
