package dev.recourse.crash.capture;

import dev.recourse.crash.CrashReport.Failure;
import dev.recourse.crash.CrashReport.Frame;
import dev.recourse.crash.format.CrashKind;
import dev.recourse.crash.render.ThrowableReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kind of a crash, before there is a report of it.
 *
 * @param kind as {@link CrashKind} names it
 */
public record CrashFingerprint(String kind) {

    private static final int MAX_FRAMES = 10_000;

    private static final int MAX_CAUSES = 10;

    /** Returns the kind of a failure. */
    public static CrashFingerprint of(Throwable failure) {
        List<Failure> chain = new ArrayList<>();
        Throwable next = failure;
        for (int i = 0; i < MAX_CAUSES && next != null; i++) {
            chain.add(outline(next));
            next = ThrowableReader.cause(next, note -> {});
        }
        return new CrashFingerprint(CrashKind.of(chain));
    }

    private static Failure outline(Throwable failure) {
        StackTraceElement[] stack = ThrowableReader.frames(failure);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < stack.length && i < MAX_FRAMES; i++) {
            if (stack[i] != null) {
                frames.add(frame(stack[i]));
            }
        }
        return new Failure(failure.getClass().getName(), message(failure, frames), frames, List.of());
    }

    /** Only where it counts: reading it may run somebody's code. */
    private static @Nullable String message(Throwable failure, List<Frame> frames) {
        return frames.isEmpty() ? ThrowableReader.message(failure) : null;
    }

    private static Frame frame(StackTraceElement element) {
        return new Frame(
                element.getClassName(), element.getMethodName(), null, element.getLineNumber(), false, Map.of());
    }
}
