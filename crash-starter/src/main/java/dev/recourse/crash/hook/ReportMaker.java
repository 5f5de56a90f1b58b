package dev.recourse.crash.hook;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Source;
import dev.recourse.crash.capture.Crash;
import dev.recourse.crash.capture.FailureCapture;
import dev.recourse.crash.capture.ReportCapture;
import dev.recourse.crash.context.ContextSections;
import dev.recourse.crash.format.ReportId;
import dev.recourse.crash.format.ReportJson;
import dev.recourse.crash.format.ShortReport;
import dev.recourse.crash.format.StackTraceFormatter;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TimeLimiter;
import dev.recourse.crash.store.ReportDirectory;
import dev.recourse.crash.time.FixedTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Makes the report of a crash in two steps, each stored before the next: the short one, the full one. */
public final class ReportMaker {

    private static final Log logger = LogFactory.getLog(ReportMaker.class);

    private final FailureCapture failures;

    private final ReportCapture capture;

    private final ContextSections context;

    private final Redactor redactor;

    private final ReportDirectory directory;

    public ReportMaker(
            FailureCapture failures,
            ReportCapture capture,
            ContextSections context,
            Redactor redactor,
            ReportDirectory directory) {
        this.failures = failures;
        this.capture = capture;
        this.context = context;
        this.redactor = redactor;
        this.directory = directory;
    }

    /** A report that was made, stored or not. Without a file there is a reason. */
    record StoredCrash(
            CrashReport report,
            @Nullable Path file,
            @Nullable Throwable failure) {}

    /** Makes and stores a report; what the reserve had to write is superseded when the short one is stored. */
    StoredCrash make(Crash crash, HeapReserve reserve) {
        List<String> notes = new ArrayList<>();
        List<Failure> exceptions = failures.capture(crash.failure(), notes);
        try {
            String thread = redactor.text(crash.thread().getName());
            String trace = StackTraceFormatter.of(exceptions);
            directory.storeShort(
                    crash.id(),
                    new ShortReport(crash.source(), crash.time(), thread, capture.application(), trace).text());
            reserve.supersede();
        } catch (Throwable ex) {
            note("No short report", ex, notes);
        }
        CrashReport report = report(crash, exceptions, notes);
        try {
            return new StoredCrash(report, directory.store(report), null);
        } catch (Throwable ex) {
            logger.error("The crash report " + crash.id() + " cannot be stored in " + directory.root(), ex);
            return new StoredCrash(report, null, ex);
        }
    }

    /** Draws the page, if there is time and memory: who wants one can have it drawn later. */
    void draw(Crash crash) {
        if (HeapReserve.isExhausted(crash.failure())) {
            return;
        }
        try {
            TimeLimiter.call(FixedTimes.DRAWING, () -> {
                directory.draw(crash.id());
                return true;
            });
        } catch (Throwable ex) {
            logger.warn("The page of crash report " + crash.id() + " was not finished", ex);
        }
    }

    /** Makes a report without a crash and without storing it, so that nothing has to be loaded when there is one. */
    Crash warmUp() throws IOException {
        Throwable failure = new Throwable();
        List<String> notes = new ArrayList<>();
        Instant now = Instant.now();
        Crash crash = new Crash(
                ReportId.next(now), Source.MANUAL, now, Thread.currentThread(), Thread.State.RUNNABLE, failure);
        List<Failure> exceptions = failures.capture(failure, notes);
        new ShortReport(Source.MANUAL, now, "", capture.application(), StackTraceFormatter.of(exceptions)).text();
        ReportJson.read(ReportJson.write(capture.full(crash, exceptions, notes, Map::of)));
        return crash;
    }

    /** Returns what a failure of the hook says, without secrets. */
    String redacted(@Nullable Throwable failure) {
        return redactor.text(String.valueOf(failure));
    }

    private CrashReport report(Crash crash, List<Failure> exceptions, List<String> notes) {
        try {
            return capture.full(crash, exceptions, notes, context::collect);
        } catch (Throwable ex) {
            note("Only a small report", ex, notes);
            return capture.small(crash, exceptions, notes);
        }
    }

    private void note(String what, Throwable failure, List<String> notes) {
        notes.add(what + ": " + redacted(failure));
        logger.warn(what, failure);
    }
}
