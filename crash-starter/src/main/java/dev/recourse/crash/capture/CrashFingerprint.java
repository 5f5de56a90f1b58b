package dev.recourse.crash.capture;

import dev.recourse.crash.render.ThrowableReader;
import java.util.ArrayList;
import java.util.List;

/** What crashes have in common that count as the same: types and frames, of the causes too. */
public record CrashFingerprint(List<String> types, List<StackTraceElement> frames) {

    private static final int MAX_FRAMES = 200;

    private static final int MAX_CAUSES = 10;

    /** Returns the kind of a failure. */
    public static CrashFingerprint of(Throwable failure) {
        List<String> types = new ArrayList<>();
        List<StackTraceElement> frames = new ArrayList<>();
        Throwable next = failure;
        for (int i = 0; i < MAX_CAUSES && next != null; i++) {
            types.add(next.getClass().getName());
            StackTraceElement[] stack = ThrowableReader.frames(next);
            for (int f = 0; f < stack.length && frames.size() < MAX_FRAMES; f++) {
                frames.add(stack[f]);
            }
            next = ThrowableReader.cause(next, note -> {});
        }
        return new CrashFingerprint(types, frames);
    }
}
