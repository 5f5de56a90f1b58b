package dev.recourse.crash.trace;

import dev.recourse.crash.locals.LocalsRecorder;
import dev.recourse.crash.locals.LocalsRenderer;
import dev.recourse.crash.locals.RecordedFrame;
import dev.recourse.crash.locals.WeavingStats;
import dev.recourse.crash.render.SafeTypes;
import dev.recourse.crash.render.ValueRenderer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the recorder that woven classes call; the only class that needs it to be there. */
final class RecordedLocals implements FrameLocals, LocalsRenderer {

    private static @Nullable RecordedLocals current;

    private final ValueRenderer values;

    private final int maxVariables;

    RecordedLocals(ValueRenderer values, int maxVariables) {
        this.values = values.withoutTimeLimit(LocalsRecorder::isBoundToThread);
        this.maxVariables = maxVariables;
    }

    @Override
    public void start() {
        synchronized (RecordedLocals.class) {
            current = this;
            LocalsRecorder.renderWith(this);
        }
    }

    @Override
    public void stop() {
        synchronized (RecordedLocals.class) {
            if (current == this) {
                current = null;
                LocalsRecorder.renderWith(null);
            }
        }
    }

    @Override
    public String render(String name, @Nullable Object value) {
        return values.render(name, value);
    }

    @Override
    public boolean isPlain(@Nullable Object value) {
        return value == null || SafeTypes.hasPlainText(value);
    }

    @Override
    public int maxVariables() {
        return maxVariables;
    }

    @Override
    public List<Map<String, String>> of(Throwable failure, StackTraceElement[] frames, Consumer<String> notes) {
        try {
            List<RecordedFrame> recorded = LocalsRecorder.recorded(failure);
            explain(failure, notes);
            return recorded.isEmpty() ? List.of() : of(recorded, frames.length);
        } catch (Throwable ex) {
            notes.accept("No local variables: " + ex.getClass().getName());
            return List.of();
        }
    }

    @Override
    public int framesInCommon(Throwable failure, Throwable around) {
        return LocalsRecorder.framesInCommon(failure, around);
    }

    private static List<Map<String, String>> of(List<RecordedFrame> recorded, int frames) {
        List<Map<String, String>> locals = new ArrayList<>(Collections.nCopies(frames, Map.of()));
        for (RecordedFrame frame : recorded) {
            if (frame.index() < frames) {
                locals.set(frame.index(), frame.locals());
            }
        }
        return locals;
    }

    private static void explain(Throwable failure, Consumer<String> notes) {
        WeavingStats weaving = WeavingStats.current();
        if (weaving.woven() == 0 && !LocalsRecorder.isLinked()) {
            notes.accept(weaving.present() ? "No local variables: the agent has woven no class" : NO_AGENT);
        }
        weaving.leftAlone()
                .forEach((reason, classes) -> notes.accept("No local variables in " + classes + " classes: " + reason));
        if (LocalsRecorder.isIncomplete(failure)) {
            notes.accept("Local variables of some frames are missing: there were more exceptions, or slower values, "
                    + "than may be recorded in a second");
        }
        if (LocalsRecorder.isUncertain(failure)) {
            notes.accept(
                    "Local variables of some frames were left out: it was not certain which call of the method the "
                            + "exception had left");
        }
        if (LocalsRecorder.isExhausted()) {
            notes.accept("Values that run code of the application are no longer read: too many have never come back");
        }
    }
}
