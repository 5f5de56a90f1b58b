package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.render.Redactor;
import dev.recourse.crash.render.TextCut;
import dev.recourse.crash.render.ThrowableReader;
import dev.recourse.crash.trace.FrameLocals;
import dev.recourse.crash.trace.TraceLocals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns a throwable with its causes, whatever their number, into a bounded list. */
public final class FailureCapture {

    private static final int MAX_WALKED = 100_000;

    private static final int FIRST_CAUSES = 60;

    private static final int LAST_CAUSES = 20;

    private static final int MAX_EXCEPTIONS = 200;

    private static final int FIRST_FRAMES = 400;

    private static final int LAST_FRAMES = 100;

    private static final int MAX_FRAMES = 3000;

    private static final int MAX_MESSAGE = 4000;

    /** For the methods of exceptions, some of which run somebody's code, so that there is time left to store what is known. */
    private static final Duration WALKING = Duration.ofSeconds(1);

    private static final Duration CAPTURING = Duration.ofSeconds(3);

    private final AppPackages app;

    private final Redactor redactor;

    private final FrameLocals locals;

    private final LongSupplier clock;

    public FailureCapture(AppPackages app, Redactor redactor, FrameLocals locals) {
        this(app, redactor, locals, System::nanoTime);
    }

    FailureCapture(AppPackages app, Redactor redactor, FrameLocals locals, LongSupplier clock) {
        this.app = app;
        this.redactor = redactor;
        this.locals = locals;
        this.clock = clock;
    }

    /** Returns the failure and its causes, outermost first; says in the notes what was left out. */
    public List<Failure> capture(Throwable failure, List<String> notes) {
        return new Walk(notes).chain(failure, null);
    }

    /** Walks through one failure with all that hangs on it. */
    private final class Walk {

        private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

        private final List<String> notes;

        private final long start = clock.getAsLong();

        private int exceptions;

        private int frames;

        Walk(List<String> notes) {
            this.notes = notes;
        }

        List<Failure> chain(Throwable first, @Nullable TraceLocals around) {
            List<Throwable> causes = new ArrayList<>();
            Throwable next = first;
            while (next != null && causes.size() < MAX_WALKED && (causes.isEmpty() || !isOver(WALKING))) {
                if (!seen.add(next)) {
                    note("A cause that leads back to an exception above it was left out");
                    break;
                }
                causes.add(next);
                next = ThrowableReader.cause(next, this::note);
            }
            if (causes.size() > FIRST_CAUSES + LAST_CAUSES) {
                note((causes.size() - FIRST_CAUSES - LAST_CAUSES) + " causes in the middle were left out");
                causes.subList(FIRST_CAUSES, causes.size() - LAST_CAUSES).clear();
            }
            return failures(causes, around);
        }

        private List<Failure> failures(List<Throwable> chain, @Nullable TraceLocals around) {
            List<Failure> failures = new ArrayList<>();
            TraceLocals above = around;
            for (Throwable failure : chain) {
                if (!failures.isEmpty() && isFull()) {
                    break;
                }
                exceptions++;
                StackTraceElement[] elements = ThrowableReader.frames(failure);
                TraceLocals variables = TraceLocals.of(failure, elements, above, locals, this::note);
                failures.add(new Failure(
                        failure.getClass().getName(),
                        message(failure),
                        frames(failure, elements, variables),
                        suppressed(failure, variables)));
                above = variables;
            }
            return failures;
        }

        private boolean isFull() {
            boolean full = exceptions >= MAX_EXCEPTIONS;
            if (full) {
                note("More than " + MAX_EXCEPTIONS + " exceptions: the others were left out");
            }
            return full || isOver(CAPTURING);
        }

        private boolean isOver(Duration limit) {
            boolean over = clock.getAsLong() - start > limit.toNanos();
            if (over) {
                note("Exceptions that took longer than " + limit.toMillis() + " ms to read were left out");
            }
            return over;
        }

        private List<List<Failure>> suppressed(Throwable failure, TraceLocals around) {
            List<List<Failure>> suppressed = new ArrayList<>();
            for (Throwable each : failure.getSuppressed()) {
                if (isFull()) {
                    break;
                }
                if (!seen.contains(each)) {
                    suppressed.add(chain(each, around));
                }
            }
            return suppressed;
        }

        private @Nullable String message(Throwable failure) {
            String message = ThrowableReader.message(failure);
            if (message == null) {
                return null;
            }
            return TextCut.shortened(redactor.text(message), MAX_MESSAGE);
        }

        private List<Frame> frames(Throwable failure, StackTraceElement[] elements, TraceLocals variables) {
            int room = Math.min(MAX_FRAMES - frames, elements.length);
            int first = Math.min(FIRST_FRAMES, room);
            int last = Math.min(LAST_FRAMES, room - first);
            if (first + last < elements.length) {
                note((elements.length - first - last) + " frames of "
                        + failure.getClass().getName() + " were left out");
            }
            frames += first + last;
            List<Frame> captured = new ArrayList<>(first + last);
            for (int i = 0; i < elements.length; i++) {
                if (elements[i] != null && (i < first || i >= elements.length - last)) {
                    captured.add(frame(elements[i], variables.at(i)));
                }
            }
            return captured;
        }

        private Frame frame(StackTraceElement element, Map<String, String> variables) {
            return new Frame(
                    element.getClassName(),
                    element.getMethodName(),
                    element.getFileName(),
                    element.getLineNumber(),
                    app.contains(element.getClassName()),
                    variables);
        }

        private void note(String note) {
            if (!notes.contains(note)) {
                notes.add(note);
            }
        }
    }
}
