package dev.recourse.crash.locals;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the local variables of the frames that an exception has left.
 *
 * <p>The {@code record} methods are called by woven handlers. They take the place, as {@link RecordingSite#parse} reads it,
 * the exception, and the values of the variables that are not sensitive; they return the same exception. There is one for
 * each number of values up to eight, and one with an array for more: what fills an array takes seven bytes a value where an
 * argument takes two, all of them count in the method that HotSpot may inline, and nine in ten handlers have no more than
 * eight.
 */
public final class LocalsRecorder {

    private static final RenderingThreads THREADS = new RenderingThreads();

    private static final Gates GATES = new Gates(Later::run);

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

    /** Returns whether nothing is to be recorded: handlers ask before they make objects of numbers. */
    public static boolean passes(String place, Throwable failure) {
        return wanted(place, failure) == null;
    }

    /** Asks the gates first, without the recorder in between: that alone is most of what control flow pays. */
    private static @Nullable RecordingSite wanted(String place, Throwable failure) {
        return GATES.isTraceless(place, failure.getClass()) ? null : RECORDER.wanted(place, failure);
    }

    public static Throwable record(String place, Throwable failure) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure);
        }
        return failure;
    }

    public static Throwable record(String place, Throwable failure, @Nullable Object a) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, new Object[] {a});
        }
        return failure;
    }

    public static Throwable record(String place, Throwable failure, @Nullable Object a, @Nullable Object b) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, a, b);
        }
        return failure;
    }

    public static Throwable record(
            String place, Throwable failure, @Nullable Object a, @Nullable Object b, @Nullable Object c) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, a, b, c);
        }
        return failure;
    }

    public static Throwable record(
            String place,
            Throwable failure,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, a, b, c, d);
        }
        return failure;
    }

    public static Throwable record(
            String place,
            Throwable failure,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, a, b, c, d, e);
        }
        return failure;
    }

    public static Throwable record(
            String place,
            Throwable failure,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e,
            @Nullable Object f) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, a, b, c, d, e, f);
        }
        return failure;
    }

    public static Throwable record(
            String place,
            Throwable failure,
            @Nullable Object a,
            @Nullable Object b,
            @Nullable Object c,
            @Nullable Object d,
            @Nullable Object e,
            @Nullable Object f,
            @Nullable Object g) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, a, b, c, d, e, f, g);
        }
        return failure;
    }

    public static Throwable record(
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
            RECORDER.record(site, failure, a, b, c, d, e, f, g, h);
        }
        return failure;
    }

    public static Throwable record(String place, Throwable failure, @Nullable Object[] values) {
        RecordingSite site = wanted(place, failure);
        if (site != null) {
            RECORDER.record(site, failure, values);
        }
        return failure;
    }
}
