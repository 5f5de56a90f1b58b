package dev.recourse.crash.locals;

import org.jspecify.annotations.Nullable;

/** Has an exception leave the frames of its trace, from the innermost on, as woven handlers do. */
final class Leaving {

    private final Recorder recorder;

    private final Throwable failure;

    private int next;

    Leaving(Recorder recorder, Throwable failure) {
        this.recorder = recorder;
        this.failure = failure;
    }

    /** Leaves the next frame, which has these variables. */
    Leaving leave(String variables, @Nullable Object... values) {
        StackTraceElement frame = failure.getStackTrace()[next++];
        String place = String.join(
                "/",
                frame.getClassName(),
                frame.getMethodName(),
                frame.getLineNumber() < 0 ? "" : String.valueOf(frame.getLineNumber()),
                "v",
                "",
                variables);
        RecordingSite site = recorder.wanted(place, failure);
        if (site != null) {
            recorder.record(site, failure, values);
        }
        return this;
    }
}
