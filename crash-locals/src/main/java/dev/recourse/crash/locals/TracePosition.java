package dev.recourse.crash.locals;

import java.util.Arrays;
import java.util.Set;

/** Finds the frame that is being left now in the trace of an exception. */
final class TracePosition {

    private static final int NONE = -1;

    private static final Set<String> RECORDER = Set.of(
            TracePosition.class.getName(),
            Recording.class.getName(),
            RecordingSite.class.getName(),
            Recorder.class.getName(),
            LocalsRecorder.class.getName());

    private TracePosition() {}

    /**
     * Returns the index of the frame that calls the recorder, or -1 where that is not certain.
     *
     * <p>The stack outside of this frame must be what it was when the trace was taken. The number of frames then tells one
     * call from another; where the trace, or the stack, is deeper than the JVM notes, there must be only one place that fits.
     *
     * @param first lowest index that it can be
     */
    static int of(RecordingSite site, StackTraceElement[] trace, int first) {
        StackTraceElement[] all = new Throwable().getStackTrace();
        StackTraceElement[] stack = withoutRecorder(all);
        if (all.length != trace.length) {
            int index = trace.length - stack.length;
            return index >= first && fits(site, trace, index, stack) ? index : NONE;
        }
        int found = NONE;
        for (int index = first; index < trace.length; index++) {
            if (fits(site, trace, index, stack)) {
                if (found != NONE) {
                    return NONE;
                }
                found = index;
            }
        }
        return found;
    }

    private static boolean fits(RecordingSite site, StackTraceElement[] trace, int index, StackTraceElement[] stack) {
        if (!site.matches(trace[index])) {
            return false;
        }
        int outside = Math.min(trace.length - index, stack.length);
        for (int i = 1; i < outside; i++) {
            if (!trace[index + i].equals(stack[i])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the loader of the class that calls the recorder. */
    static ClassLoader callersLoader() {
        ClassLoader loader = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> !RECORDER.contains(frame.getClassName()))
                        .findFirst()
                        .map(frame -> frame.getDeclaringClass().getClassLoader())
                        .orElse(null));
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    private static StackTraceElement[] withoutRecorder(StackTraceElement[] all) {
        int own = 0;
        while (own < all.length && RECORDER.contains(all[own].getClassName())) {
            own++;
        }
        return Arrays.copyOfRange(all, own, all.length);
    }
}
