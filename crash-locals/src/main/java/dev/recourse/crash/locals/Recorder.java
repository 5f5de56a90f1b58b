package dev.recourse.crash.locals;

import dev.recourse.crash.locals.weave.PassThrough;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Records frames within the budget of each place, on the thread that throws, to which nothing else may happen. */
final class Recorder {

    /** Far more than an application has; scripts that are compiled again and again may make more. */
    private static final int MOST_SITES = 100_000;

    private static final Set<String> OF_THE_HEAP = Set.of("Java heap space", "GC overhead limit exceeded");

    private final LongSupplier clock;

    private final Map<String, RecordingSite> sites = new ConcurrentHashMap<>();

    private final Refusals refusals = new Refusals();

    private final Recordings recordings = new Recordings(refusals);

    private final RenderingThreads threads;

    private final Gates gates;

    private final StackHeadroom stack = new StackHeadroom();

    private volatile @Nullable LocalsRenderer renderer;

    private volatile boolean asked;

    Recorder(LongSupplier clock, RenderingThreads threads, Gates gates) {
        this.clock = clock;
        this.threads = threads;
        this.gates = gates;
    }

    void renderWith(@Nullable LocalsRenderer changed) {
        renderer = changed;
    }

    /**
     * Returns the place where a throwable leaves a frame, or null if that is not to be recorded; never throws.
     *
     * <p>A throwable that was too many where it was thrown, as by a method that many call in order to fail, may begin with a
     * frame further out.
     */
    @Nullable
    RecordingSite wanted(String place, Throwable failure) {
        if (!asked) {
            asked = true;
        }
        if (renderer == null) {
            return null;
        }
        try {
            return wantedOf(place, failure);
        } catch (Throwable ex) {
            return null;
        }
    }

    /** Returns whether a throwable has ever left a frame. */
    boolean isAsked() {
        return asked;
    }

    /** Records a frame whose primitives come as numbers, in front of all others; never throws. */
    void record(RecordingSite site, Throwable failure, long[] numbers, @Nullable Object... references) {
        @Nullable Object[] values;
        try {
            values = site.values(numbers, references);
        } catch (Throwable ex) {
            return;
        }
        record(site, failure, values);
    }

    /** Records a frame; never throws. */
    void record(RecordingSite site, Throwable failure, @Nullable Object... values) {
        try {
            LocalsRenderer current = renderer;
            StackTraceElement[] trace = Traces.of(failure);
            if (current == null) {
                return;
            }
            if (trace.length == 0) {
                gates.sawNoTrace(site.place(), failure.getClass());
                return;
            }
            gates.sawTrace(failure.getClass());
            Recording recording = recordings.find(failure);
            if (recording == null || !recording.isOf(trace)) {
                site.beginnings().use(1, clock.getAsLong());
                recording = recordings.begin(failure, trace);
            }
            if (recording.advance(site, site.isLeftBy(failure))) {
                for (Throwable caught : site.caught(values)) {
                    Recording other = recordings.find(caught);
                    if (other != null) {
                        recording.wraps(other);
                    }
                }
                render(site, recording, new Rendering(site.variables(), values, current), failure, trace);
            }
        } catch (Throwable ex) {
            // the exception on its way is worth more
        }
    }

    /** Returns the frames that are certain, innermost first. */
    List<RecordedFrame> recorded(Throwable failure) {
        Recording recording = current(failure);
        return recording == null ? List.of() : recording.frames();
    }

    boolean isIncomplete(Throwable failure) {
        Recording recording = current(failure);
        return recording == null ? refusals.contain(failure) : recording.isIncomplete();
    }

    boolean isUncertain(Throwable failure) {
        Recording recording = current(failure);
        return recording != null && recording.isUncertain();
    }

    int framesInCommon(Throwable failure, Throwable around) {
        Recording inner = current(failure);
        Recording outer = current(around);
        return inner == null || outer == null ? 0 : outer.framesInCommon(inner);
    }

    private @Nullable Recording current(Throwable failure) {
        Recording recording = recordings.find(failure);
        if (recording == null || !recording.isOf(Traces.of(failure))) {
            return null;
        }
        recording.verify((trace, first, end, loader) -> isPassed(failure, trace, first, end, loader));
        return recording;
    }

    private static boolean isPassed(
            Throwable failure, StackTraceElement[] trace, int first, int end, ClassLoader loader) {
        try {
            return PassThrough.lets(failure, trace, first, end, loader);
        } catch (LinkageError ex) {
            return false;
        }
    }

    private RecordingSite site(String place) {
        RecordingSite known = sites.get(place);
        if (known != null) {
            return known;
        }
        if (sites.size() >= MOST_SITES) {
            sites.clear();
        }
        return sites.computeIfAbsent(place, description -> RecordingSite.parse(description, clock.getAsLong()));
    }

    /** Knows what is too many at a place that had too many by its identity, and does not look at it. */
    private @Nullable RecordingSite wantedOf(String place, Throwable failure) {
        RecordingSite busy = gates.busy(place);
        if (busy != null && refusals.contain(failure)) {
            noteKeeping(busy);
            return null;
        }
        if (isOfTheHeap(failure) || RenderingThreads.isCurrent()) {
            return null;
        }
        if (busy == null) {
            return wantedBy(site(place), failure);
        }
        if (recordings.find(failure) == null) {
            refuse(busy, failure);
            return null;
        }
        return busy;
    }

    private @Nullable RecordingSite wantedBy(RecordingSite site, Throwable failure) {
        if (site.throwsWhatWasKept() && isTraceless(failure)) {
            return null;
        }
        boolean isRefused = refusals.contain(failure);
        Recording recording = isRefused ? null : recordings.find(failure);
        if (recording != null) {
            return recording.isOver() ? null : site;
        }
        if (site.throwsWhatWasKept()) {
            recordings.begin(failure, Recording.UNKNOWN_TRACE).breakOff();
            return null;
        }
        if (site.throwsItsOwn() && !site.throwsWhatItMade()) {
            return null;
        }
        if (isRefused && !mayBeginLate(site, failure)) {
            noteKeeping(site);
            return null;
        }
        if (site.beginnings().hasRest(clock.getAsLong())) {
            return site;
        }
        gates.closeBusy(site);
        refuse(site, failure);
        return null;
    }

    /** Only where it cannot have been before, unseen or as one of too many: it may have been kept further out since. */
    private boolean mayBeginLate(RecordingSite site, Throwable failure) {
        return site.isOfOneCall() && !site.hadTooMany() && refusals.areOnTheirWay(failure);
    }

    private void refuse(RecordingSite site, Throwable failure) {
        refusals.add(failure);
        noteKeeping(site);
    }

    private void noteKeeping(RecordingSite site) {
        if (site.maySwallow()) {
            refusals.mayBeKept();
        }
    }

    private boolean isTraceless(Throwable failure) {
        if (TracelessType.of(failure.getClass()).hasTraces()) {
            return false;
        }
        if (Traces.of(failure).length == 0) {
            return true;
        }
        gates.sawTrace(failure.getClass());
        return false;
    }

    private void render(
            RecordingSite site,
            Recording recording,
            Rendering rendering,
            Throwable failure,
            StackTraceElement[] trace) {
        if (site.variables().isEmpty()) {
            return;
        }
        if (!recording.hasRoom() || !stack.isEnoughFor(failure)) {
            recording.incomplete();
            return;
        }
        rendering.plain();
        long start = clock.getAsLong();
        if (!rendering.isDone()) {
            if (Traces.isInitializing(trace) || !site.waiting().hasRest(start) || !threads.run(rendering)) {
                recording.incomplete();
            }
            long end = clock.getAsLong();
            site.waiting().use(end - start, end);
        }
        recordings.add(recording, rendering.locals());
    }

    /** Without memory nothing is recorded; an array that is larger than any may be, or Metaspace, takes none of it. */
    private static boolean isOfTheHeap(Throwable failure) {
        if (!(failure instanceof VirtualMachineError) || failure instanceof StackOverflowError) {
            return false;
        }
        String message = failure.getClass() == OutOfMemoryError.class ? failure.getMessage() : null;
        return message == null || OF_THE_HEAP.contains(message);
    }
}
