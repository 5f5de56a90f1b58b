package dev.recourse.crash.locals;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The frames that one throwable has left on the way out of the calls in its trace.
 *
 * <p>It goes on from one frame to the next further out, as long as it is certain that the throwable has not been kept in
 * between: by another thread, by a handler that ended in another way, by a {@code throw} of what came from elsewhere.
 * After that nothing is added.
 */
final class Recording extends WeakReference<Throwable> {

    /** Of a throwable that was kept: making the elements of its trace would take longer than all else. */
    static final StackTraceElement[] UNKNOWN_TRACE = {};

    private static final int MAX_CHARACTERS = 500_000;

    private static final int NONE = -1;

    private final int hash;

    private final WeakReference<Thread> thread = new WeakReference<>(Thread.currentThread());

    private final StackTraceElement[] trace;

    private final List<RecordedFrame> frames = new ArrayList<>();

    private final List<Gap> gaps = new ArrayList<>(0);

    private final List<Wrapped> wrapped = new ArrayList<>(0);

    private WeakReference<ClassLoader> loader = new WeakReference<>(null);

    private int last = NONE;

    private boolean left;

    private volatile boolean broken;

    private boolean uncertain;

    private boolean cut;

    private boolean incomplete;

    private boolean ended;

    private int characters;

    Recording(Throwable failure, StackTraceElement[] trace, ReferenceQueue<Throwable> gone) {
        super(failure, gone);
        this.hash = System.identityHashCode(failure);
        this.trace = trace;
    }

    int hash() {
        return hash;
    }

    /** Returns whether a trace is that of the time when the recording began: a new one has new elements. */
    @SuppressWarnings("ReferenceEquality") // equal ones may be of another trace
    boolean isOf(StackTraceElement[] current) {
        return trace == UNKNOWN_TRACE
                || (current.length == trace.length && (trace.length == 0 || current[0] == trace[0]));
    }

    /** Returns whether nothing can be added any more, whatever trace the throwable gets. */
    @SuppressWarnings("ReferenceEquality") // there is one
    boolean isOver() {
        return broken && trace == UNKNOWN_TRACE;
    }

    /** Ends it: what leaves other frames from now on is not what the trace tells. */
    synchronized void breakOff() {
        broken = true;
        uncertain |= trace == UNKNOWN_TRACE || last + 1 < trace.length;
    }

    /** Returns whether frames were left out because nobody could tell which call was left. */
    synchronized boolean isUncertain() {
        return uncertain;
    }

    /**
     * Goes on to the frame that is being left; returns whether its variables are to be added.
     *
     * @param isLeft whether the throwable certainly leaves the method, which has no handler that may keep it
     */
    synchronized boolean advance(RecordingSite site, boolean isLeft) {
        if (broken || !thread.refersTo(Thread.currentThread()) || site.throwsWhatWasKept()) {
            breakOff();
            return false;
        }
        if (site.throwsItsOwn() && last != NONE) {
            left = isLeft;
            if (!site.matches(trace[last])) {
                breakOff();
            }
            return false;
        }
        if (!site.isLineKnown() && isLeft && !(last == NONE && site.hasThrown())) {
            return false;
        }
        int index = last != NONE && !left ? NONE : position(site);
        if (index == NONE) {
            breakOff();
            return false;
        }
        if (index > last + 1 || (last == NONE && !site.hasThrown())) {
            gaps.add(new Gap(last + 1, index));
            loader = site.loader();
        }
        last = index;
        left = isLeft;
        return true;
    }

    /**
     * Leaves out the frames before which the throwable may have been kept by a method that recorded nothing.
     *
     * @param passage what tells whether methods can only have let it through
     */
    synchronized void verify(Passage passage) {
        ClassLoader classes = loader.get();
        for (Gap gap : gaps) {
            if (classes == null || !passage.isCertain(trace, gap.first(), gap.end(), classes)) {
                breakOff();
                uncertain = true;
                cut = true;
                frames.removeIf(frame -> frame.index() >= gap.end());
                wrapped.removeIf(each -> trace.length - 1 - each.outside() >= gap.end());
                break;
            }
        }
        gaps.clear();
    }

    private int position(RecordingSite site) {
        int next = last + 1;
        if (last == NONE && site.isOfTheJvm()) {
            return site.matches(trace[0]) ? 0 : NONE;
        }
        if (last != NONE && site.isLineKnown() && next < trace.length && site.matches(trace[next])) {
            return next;
        }
        int index = site.isLineKnown() ? TracePosition.of(site, trace, next) : NONE;
        return index == 0 || !site.throwsItsOwn() ? index : NONE;
    }

    /** Notes that the frame that is being left now has caught another throwable. */
    synchronized void wraps(Recording other) {
        int outside = trace.length - 1 - last;
        if (last != NONE && other != this && other.ends(outside, Thread.currentThread())) {
            wrapped.add(new Wrapped(other, outside));
        }
    }

    private synchronized boolean ends(int outside, Thread current) {
        return !broken && last != NONE && trace.length - 1 - last == outside && thread.refersTo(current);
    }

    /** Returns how many of the outermost frames of a wrapped throwable are the same calls as those of this one. */
    synchronized int framesInCommon(Recording other) {
        return other.isCut()
                ? 0
                : wrapped.stream()
                        .filter(each -> each.recording() == other)
                        .mapToInt(Wrapped::outside)
                        .max()
                        .orElse(0);
    }

    private synchronized boolean isCut() {
        return cut;
    }

    synchronized boolean hasRoom() {
        return characters < MAX_CHARACTERS;
    }

    /** Adds the variables of the frame that is being left; returns by how many characters the recording has grown. */
    synchronized int add(Map<String, String> locals) {
        if (ended) {
            return 0;
        }
        frames.add(new RecordedFrame(last, locals));
        int added = locals.values().stream().mapToInt(String::length).sum();
        characters += added;
        return added;
    }

    synchronized void incomplete() {
        incomplete = true;
    }

    synchronized boolean isIncomplete() {
        return incomplete;
    }

    /** Takes nothing more from now on; returns by how many characters the recording has grown in all. */
    synchronized int end() {
        ended = true;
        return characters;
    }

    synchronized List<RecordedFrame> frames() {
        return List.copyOf(frames);
    }

    /** Tells what no handler has seen. */
    interface Passage {

        /**
         * Returns whether the throwable was on its way through some frames of its trace all the time.
         *
         * @param first index of the innermost one; from 0, it must also have been thrown as soon as it was made
         * @param end index of the frame around them
         */
        boolean isCertain(StackTraceElement[] trace, int first, int end, ClassLoader classes);
    }

    /** Frames that recorded nothing, inside of one that did; none of them where it is not certain that it has thrown. */
    private record Gap(int first, int end) {}

    /** Another throwable that was caught before this one was thrown, and the number of frames around both. */
    private record Wrapped(Recording recording, int outside) {}
}
