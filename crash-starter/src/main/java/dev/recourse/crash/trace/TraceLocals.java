package dev.recourse.crash.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The local variables of one trace, with those that only the exception around it has carried out.
 *
 * <p>A cause ends where it is wrapped, and what is only made, not thrown, leaves no frame at all; the frames that it has
 * in common with the exception around it are the same calls.
 */
public final class TraceLocals {

    private final StackTraceElement[] frames;

    private final List<Map<String, String>> locals;

    private TraceLocals(StackTraceElement[] frames, List<Map<String, String>> locals) {
        this.frames = frames;
        this.locals = locals;
    }

    /**
     * Asks for the variables of a throwable.
     *
     * @param around those of the exception that has this one as its cause or beside it
     */
    public static TraceLocals of(
            Throwable failure,
            StackTraceElement[] frames,
            @Nullable TraceLocals around,
            FrameLocals source,
            Consumer<String> notes) {
        List<Map<String, String>> own = source.of(failure, frames, notes);
        return new TraceLocals(frames, around == null ? own : around.addTo(own, frames));
    }

    /** Returns the variables of the frame at this place of the trace. */
    public Map<String, String> at(int frame) {
        return locals.isEmpty() ? Map.of() : locals.get(frame);
    }

    private List<Map<String, String>> addTo(List<Map<String, String>> own, StackTraceElement[] inner) {
        if (locals.isEmpty()) {
            return own;
        }
        List<Map<String, String>> all = new ArrayList<>(own);
        while (all.size() < inner.length) {
            all.add(Map.of());
        }
        for (int i = inner.length - 1, j = frames.length - 1; i >= 0 && j >= 0; i--, j--) {
            if (inner[i] == null || !inner[i].equals(frames[j])) {
                break;
            }
            if (all.get(i).isEmpty()) {
                all.set(i, locals.get(j));
            }
        }
        return all;
    }
}
