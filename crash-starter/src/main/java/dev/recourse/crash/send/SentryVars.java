package dev.recourse.crash.send;

import dev.recourse.crash.capture.FrameLocals;
import io.sentry.SentryEvent;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import io.sentry.protocol.SentryStackTrace;
import java.util.ArrayList;
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

    /** In the order in which the SDK has found them; an event has them in reverse. */
    private final List<Throwable> failures = new ArrayList<>();

    private SentryVars(FrameLocals locals) {
        this.locals = locals;
    }

    static void add(SentryEvent event, Throwable failure, FrameLocals locals) {
        List<SentryException> exceptions = event.getExceptions();
        if (exceptions != null) {
            SentryVars vars = new SentryVars(locals);
            vars.walk(failure);
            for (int i = 0; i < Math.min(exceptions.size(), vars.failures.size()); i++) {
                vars.add(exceptions.get(exceptions.size() - 1 - i), vars.failures.get(i));
            }
        }
    }

    private void walk(@Nullable Throwable first) {
        for (Throwable next = first; next != null && failures.size() < MOST && seen.add(next); next = next.getCause()) {
            failures.add(next);
            for (Throwable suppressed : next.getSuppressed()) {
                walk(suppressed);
            }
        }
    }

    private void add(SentryException exception, Throwable failure) {
        SentryStackTrace trace = exception.getStacktrace();
        if (trace == null || trace.getFrames() == null || !isOf(exception, failure)) {
            return;
        }
        StackTraceElement[] elements = failure.getStackTrace();
        List<Map<String, String>> variables = locals.of(failure, elements, note -> {});
        if (!variables.isEmpty()) {
            add(trace.getFrames(), elements, variables);
        }
    }

    private static boolean isOf(SentryException exception, Throwable failure) {
        String type = String.valueOf(exception.getType());
        return failure.getClass().getName().endsWith(type);
    }

    /** The event has the frames outermost first, and not all of them. */
    private static void add(
            List<SentryStackFrame> frames, StackTraceElement[] elements, List<Map<String, String>> variables) {
        int element = 0;
        for (int i = frames.size() - 1; i >= 0; i--) {
            SentryStackFrame frame = frames.get(i);
            while (element < elements.length && !isOf(frame, elements[element])) {
                element++;
            }
            if (element == elements.length) {
                return;
            }
            Map<String, String> found = variables.get(element++);
            if (!found.isEmpty() && frame.getVars() == null) {
                frame.setVars(new TreeMap<>(found));
            }
        }
    }

    private static boolean isOf(SentryStackFrame frame, StackTraceElement element) {
        Integer line = frame.getLineno();
        return element.getClassName().equals(frame.getModule())
                && element.getMethodName().equals(frame.getFunction())
                && (line == null || line == element.getLineNumber());
    }
}
