package dev.recourse.crash.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The local variables of one trace, with those that only the exception around it has carried out.
 *
 * <p>A cause ends where it is wrapped. The frames around that place are those of the exception around it, as far as the
 * recorder is certain that they are the same calls.
 */
public final class TraceLocals {

    private final Throwable failure;

    private final List<Map<String, String>> locals;

    private TraceLocals(Throwable failure, List<Map<String, String>> locals) {
        this.failure = failure;
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
        int common = around == null || around.locals.isEmpty() || own.isEmpty()
                ? 0
                : source.framesInCommon(failure, around.failure);
        return new TraceLocals(failure, common == 0 || around == null ? own : with(own, around.locals, common));
    }

    /** Returns the variables of the frame at this place of the trace. */
    public Map<String, String> at(int frame) {
        return locals.isEmpty() ? Map.of() : locals.get(frame);
    }

    private static List<Map<String, String>> with(
            List<Map<String, String>> own, List<Map<String, String>> around, int common) {
        List<Map<String, String>> all = new ArrayList<>(own);
        for (int i = 1; i <= common && i <= own.size() && i <= around.size(); i++) {
            if (own.get(own.size() - i).isEmpty()) {
                all.set(own.size() - i, around.get(around.size() - i));
            }
        }
        return all;
    }
}
