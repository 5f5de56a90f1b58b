package dev.recourse.crash.trace;

import dev.recourse.crash.render.ValueRenderer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.util.ClassUtils;

/** Knows the local variables of the frames that an exception has left. */
public interface FrameLocals {

    /** What a report says that can have none. */
    String NO_AGENT = "No local variables: the application runs without -javaagent:recourse-crash-locals.jar";

    /** Returns the variables of each of these frames, name to rendered value, or nothing at all; tells why some are missing. */
    List<Map<String, String>> of(Throwable failure, StackTraceElement[] frames, Consumer<String> notes);

    /** Returns how many of the outermost frames of a throwable are certainly the same calls as those of the one around it. */
    default int framesInCommon(Throwable failure, Throwable around) {
        return 0;
    }

    /** Has the variables recorded from now on, in the way of this one. */
    default void start() {}

    /** Ends that, if it was this one that started it last. */
    default void stop() {}

    /** Returns one that knows nothing, and does not say so. */
    static FrameLocals none() {
        return (failure, frames, notes) -> List.of();
    }

    /** Returns one that asks the recorder, if that is there. */
    static FrameLocals recorded(ValueRenderer values, int maxVariables) {
        return ClassUtils.isPresent("dev.recourse.crash.locals.LocalsRecorder", FrameLocals.class.getClassLoader())
                ? new RecordedLocals(values, maxVariables)
                : (failure, frames, notes) -> {
                    notes.accept(NO_AGENT);
                    return List.of();
                };
    }
}
