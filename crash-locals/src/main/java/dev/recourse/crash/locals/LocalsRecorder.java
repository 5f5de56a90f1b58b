package dev.recourse.crash.locals;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps the local variables of the frames that an exception has left. */
public final class LocalsRecorder {

    private static final RenderingThreads THREADS = new RenderingThreads();

    private static final Recorder RECORDER = new Recorder(System::nanoTime, THREADS);

    private static volatile boolean linked;

    private LocalsRecorder() {}

    /** Sets what renders values; while there is nothing, no value is recorded. */
    public static void renderWith(@Nullable LocalsRenderer renderer) {
        RECORDER.renderWith(renderer);
        if (renderer != null) {
            Rehearsal.start(THREADS, renderer);
        }
    }

    /** Returns the recorded frames of a throwable, in the order in which it left them, innermost first. */
    public static List<RecordedFrame> recorded(Throwable failure) {
        return RECORDER.recorded(failure);
    }

    /** Returns whether the budget did not allow for recording all frames of a throwable. */
    public static boolean isIncomplete(Throwable failure) {
        return RECORDER.isIncomplete(failure);
    }

    /** Returns whether an exception has left a woven method in this process. */
    public static boolean isLinked() {
        return linked;
    }

    /**
     * Links a call of a woven handler: {@code invokedynamic (Throwable, value...)void}.
     *
     * @param caller of the woven class
     * @param name without meaning
     * @param type a {@code Throwable}, then a value for each variable that is not sensitive: a primitive of the
     *     variable's own type, or an {@code Object}
     * @param method name as in a stack trace
     * @param variables names, separated by {@code ;} in the order of the values; one that begins with {@code [} is of a
     *     sensitive variable, which has no value
     * @param lines as in {@link RecordedFrame#lines()}
     */
    public static CallSite link(
            MethodHandles.Lookup caller, String name, MethodType type, String method, String variables, String lines) {
        linked = true;
        RecordingSite site =
                new RecordingSite(RECORDER, caller.lookupClass().getName(), method, lines, Variable.parse(variables));
        return new ConstantCallSite(site.handle(type));
    }
}
