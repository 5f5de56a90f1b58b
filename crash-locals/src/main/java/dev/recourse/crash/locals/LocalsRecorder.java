package dev.recourse.crash.locals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the local variables of the frames that an exception has left.
 *
 * <p>The {@code record} methods are called by woven handlers. They take the place, as {@link RecordingSite#parse} reads it,
 * the exception, and the values of the variables that are not sensitive, or caught exceptions: first the primitives, each as the {@code long} that
 * has its bits, then the others. There are methods for 0, 1, 2 and 4 of the former and 1, 2, 4 and 8 of the latter; a handler
 * fills up with 0 and null. One more takes an array, for what has more. So no handler makes an object: HotSpot compiles a
 * handler to code where its method is called, and inlines no method whose code is large.
 */
public final class LocalsRecorder {

    private static final RenderingThreads THREADS = new RenderingThreads();

    private static final Gates GATES = new Gates(Later::run);

    private static final long[] NONE = {};

    private static final Recorder RECORDER = new Recorder(System::nanoTime, THREADS, GATES);

    private LocalsRecorder() {}

    /** Sets what renders values; while there is nothing, no value is recorded. */
    public static void renderWith(@Nullable LocalsRenderer renderer) {
        RECORDER.renderWith(renderer);
        if (renderer != null) {
            Rehearsal.start(THREADS, renderer);
        }
    }

    /** Returns the recorded frames of a throwable as long as it has the trace of that time, innermost first. */
    public static List<RecordedFrame> recorded(Throwable failure) {
        return RECORDER.recorded(failure);
    }

    /** Returns how many of the outermost frames of a throwable are the same calls as those of the one around it. */
    public static int framesInCommon(Throwable failure, Throwable around) {
        return RECORDER.framesInCommon(failure, around);
    }

    /** Returns whether the budget did not allow for recording all frames of a throwable. */
    public static boolean isIncomplete(Throwable failure) {
        return RECORDER.isIncomplete(failure);
    }

    /** Returns whether frames of a throwable were left out because it was not certain which calls it left. */
    public static boolean isUncertain(Throwable failure) {
        return RECORDER.isUncertain(failure);
    }

    /** Returns whether so many values hang that none is read any more that runs code of the application. */
    public static boolean isExhausted() {
        return THREADS.isExhausted();
    }

    /** Returns whether values of a type show something that another thread does not have: what renders must leave them out. */
    public static boolean isBoundToThread(Class<?> type) {
        return Rendering.isBoundToThread(type);
    }

    /** Returns whether an exception has left a woven method in this process. */
    public static boolean isLinked() {
        return RECORDER.isAsked();
    }

    /** Asks the gates first, without the recorder in between: that alone is most of what control flow pays. */
    private static @Nullable RecordingSite wanted(String place, Throwable failure) {
        return GATES.isTraceless(place, failure.getClass()) ? null : RECORDER.wanted(place, failure);
    }

    public static void record(String place, Throwable failure, @Nullable Object a) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, NONE, new Object[] {a});
        }
    }

    public static void record(String place, Throwable failure, @Nullable Object a, @Nullable Object b) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, NONE, a, b);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, NONE, a, b, c, d);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e,
            @Nullable Object f,
            @Nullable Object g,
            @Nullable Object h) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, NONE, a, b, c, d, e, f, g, h);
        }
    }

    public static void record(String place, Throwable failure, long n1, @Nullable Object a) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1}, new Object[] {a});
        }
    }

    public static void record(String place, Throwable failure, long n1, @Nullable Object a, @Nullable Object b) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1}, a, b);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1}, a, b, c, d);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e,
            @Nullable Object f,
            @Nullable Object g,
            @Nullable Object h) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1}, a, b, c, d, e, f, g, h);
        }
    }

    public static void record(String place, Throwable failure, long n1, long n2, @Nullable Object a) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2}, new Object[] {a});
        }
    }

    public static void record(
            String place, Throwable failure, long n1, long n2, @Nullable Object a, @Nullable Object b) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2}, a, b);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            long n2,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2}, a, b, c, d);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            long n2,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e,
            @Nullable Object f,
            @Nullable Object g,
            @Nullable Object h) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2}, a, b, c, d, e, f, g, h);
        }
    }

    public static void record(String place, Throwable failure, long n1, long n2, long n3, long n4, @Nullable Object a) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2, n3, n4}, new Object[] {a});
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            long n2,
            long n3,
            long n4,
            @Nullable Object a,
            @Nullable Object b) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2, n3, n4}, a, b);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            long n2,
            long n3,
            long n4,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2, n3, n4}, a, b, c, d);
        }
    }

    public static void record(
            String place,
            Throwable failure,
            long n1,
            long n2,
            long n3,
            long n4,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e,
            @Nullable Object f,
            @Nullable Object g,
            @Nullable Object h) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new long[] {n1, n2, n3, n4}, a, b, c, d, e, f, g, h);
        }
    }

    public static void record(String place, Throwable failure, @Nullable Object[] values) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, values);
        }
    }
}
