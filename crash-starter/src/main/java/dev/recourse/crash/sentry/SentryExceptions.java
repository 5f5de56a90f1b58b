package dev.recourse.crash.sentry;

import dev.recourse.crash.CrashReport;
import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.CrashReport.Source;
import io.sentry.protocol.Mechanism;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryStackTrace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A report's exceptions in Sentry's order: the root cause first, and in each the innermost frame last. */
final class SentryExceptions {

    /** Sentry's own limit. */
    private static final int MAX_FRAMES = 100;

    private final List<SentryException> outermostFirst = new ArrayList<>();

    private SentryExceptions() {}

    static List<SentryException> of(CrashReport report) {
        SentryExceptions exceptions = new SentryExceptions();
        String type = report.source().name().toLowerCase(Locale.ROOT);
        exceptions.add(report.exceptions(), type, null);
        if (!exceptions.outermostFirst.isEmpty()) {
            SentryException outermost = exceptions.outermostFirst.get(0);
            outermost.setThreadId(report.thread().id());
            Mechanism mechanism = outermost.getMechanism();
            if (mechanism != null) {
                mechanism.setHandled(report.source() == Source.MANUAL);
            }
        }
        Collections.reverse(exceptions.outermostFirst);
        return exceptions.outermostFirst;
    }

    private void add(List<Failure> chain, String mechanism, @Nullable Integer parent) {
        String type = mechanism;
        Integer above = parent;
        for (Failure failure : chain) {
            int id = outermostFirst.size();
            outermostFirst.add(exception(failure, mechanism(type, id, above)));
            failure.suppressed().forEach(suppressed -> add(suppressed, "suppressed", id));
            type = "chained";
            above = id;
        }
    }

    private static Mechanism mechanism(String type, int id, @Nullable Integer parent) {
        Mechanism mechanism = new Mechanism();
        mechanism.setType(type);
        mechanism.setExceptionId(id);
        mechanism.setParentId(parent);
        return mechanism;
    }

    private static SentryException exception(Failure failure, Mechanism mechanism) {
        int dot = failure.type().lastIndexOf('.');
        SentryException exception = new SentryException();
        exception.setType(failure.type().substring(dot + 1));
        exception.setModule(dot < 0 ? null : failure.type().substring(0, dot));
        exception.setValue(failure.message());
        exception.setMechanism(mechanism);
        if (!failure.frames().isEmpty()) {
            exception.setStacktrace(new SentryStackTrace(frames(failure.frames())));
        }
        return exception;
    }

    private static List<SentryStackFrame> frames(List<Frame> innermostFirst) {
        List<SentryStackFrame> frames = new ArrayList<>();
        innermostFirst.stream().limit(MAX_FRAMES).map(SentryExceptions::frame).forEach(frames::add);
        Collections.reverse(frames);
        return frames;
    }

    private static SentryStackFrame frame(Frame frame) {
        SentryStackFrame sentry = new SentryStackFrame();
        sentry.setModule(frame.className());
        sentry.setFunction(frame.method());
        sentry.setFilename(frame.file());
        // Sentry takes no negative number.
        sentry.setLineno(frame.line() < 0 ? null : frame.line());
        sentry.setInApp(frame.inApp());
        if (!frame.locals().isEmpty()) {
            Map<String, Object> vars = new TreeMap<>(frame.locals());
            sentry.setVars(vars);
        }
        return sentry;
    }
}
