package dev.recourse.crash.sentry;

import dev.recourse.crash.trace.FrameLocals;
import dev.recourse.crash.trace.TraceLocals;
import io.sentry.SentryEvent;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryStackTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The local variables of the throwable of an event that the SDK made. */
final class SentryVars {

    private static final int MOST = 1000;

    private final FrameLocals locals;

    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** In the order in which the SDK finds the throwables; an event has them in reverse. */
    private final List<Found> found = new ArrayList<>();

    private SentryVars(FrameLocals locals) {
        this.locals = locals;
    }

    static void add(SentryEvent event, Throwable failure, FrameLocals locals) {
        List<SentryException> exceptions = event.getExceptions();
        if (exceptions != null) {
            SentryVars vars = new SentryVars(locals);
            vars.walk(failure, null);
            for (int i = 0; i < Math.min(exceptions.size(), vars.found.size()); i++) {
                add(exceptions.get(exceptions.size() - 1 - i), vars.found.get(i));
            }
        }
    }

    private void walk(@Nullable Throwable first, @Nullable TraceLocals around) {
        TraceLocals above = around;
        for (Throwable next = first; next != null && found.size() < MOST && seen.add(next); next = next.getCause()) {
            StackTraceElement[] frames = next.getStackTrace();
            TraceLocals variables = TraceLocals.of(next, frames, above, locals, note -> {});
            found.add(new Found(next.getClass().getName(), Arrays.asList(frames), variables));
            for (Throwable suppressed : next.getSuppressed()) {
                walk(suppressed, variables);
            }
            above = variables;
        }
    }

    /** The event has the frames outermost first, and not all of them. */
    private static void add(SentryException exception, Found found) {
        SentryStackTrace trace = exception.getStacktrace();
        if (trace == null || trace.getFrames() == null || !isOf(exception, found.type())) {
            return;
        }
        List<SentryStackFrame> frames = trace.getFrames();
        int element = 0;
        for (int i = frames.size() - 1; i >= 0; i--) {
            while (element < found.frames().size()
                    && !isOf(frames.get(i), found.frames().get(element))) {
                element++;
            }
            if (element == found.frames().size()) {
                return;
            }
            Map<String, String> variables = found.variables().at(element++);
            if (!variables.isEmpty() && frames.get(i).getVars() == null) {
                frames.get(i).setVars(new TreeMap<>(variables));
            }
        }
    }

    private static boolean isOf(SentryException exception, String type) {
        return type.endsWith(String.valueOf(exception.getType()));
    }

    private static boolean isOf(SentryStackFrame frame, @Nullable StackTraceElement element) {
        Integer line = frame.getLineno();
        return element != null
                && element.getClassName().equals(frame.getModule())
                && element.getMethodName().equals(frame.getFunction())
                && (line == null || line == element.getLineNumber());
    }

    /** A throwable, its frames innermost first, and their variables. */
    private record Found(String type, List<@Nullable StackTraceElement> frames, TraceLocals variables) {}
}
