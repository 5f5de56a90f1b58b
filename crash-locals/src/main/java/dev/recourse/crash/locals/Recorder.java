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

    private final Recordings recordings = new Recordings();

    private final RenderingThreads threads;

    private final StackHeadroom stack = new StackHeadroom();

    private volatile @Nullable LocalsRenderer renderer;

    Recorder(LongSupplier clock, RenderingThreads threads) {
        this.clock = clock;
        this.threads = threads;
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
        if (renderer == null) {
            return null;
        }
        try {
            return TracelessType.of(failure.getClass()).isExpected()
                            || isOfTheHeap(failure)
                            || RenderingThreads.isCurrent()
                    ? null
                    : wantedBy(site(place), failure);
        } catch (Throwable ex) {
            return null;
        }
    }

    /** Records a frame; never throws. */
    void record(RecordingSite site, Throwable failure, @Nullable Object... values) {
        try {
            LocalsRenderer current = renderer;
            StackTraceElement[] trace = Traces.of(failure);
            if (current == null) {
                return;
            }
            TracelessType.of(failure.getClass()).saw(trace.length > 0);
            if (trace.length == 0) {
                return;
            }
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
                render(site, recording, new Rendering(site.variables(), values, current), failure);
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
        return recording == null ? recordings.isRefused(failure) : recording.isIncomplete();
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
        recording.verify((frame, loader) -> isPassed(failure, frame, loader));
        return recording;
    }

    private static boolean isPassed(Throwable failure, StackTraceElement frame, ClassLoader loader) {
        try {
            return PassThrough.lets(failure, frame, loader);
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

    private @Nullable RecordingSite wantedBy(RecordingSite site, Throwable failure) {
        boolean isRefused = recordings.isRefused(failure);
        Recording recording = isRefused ? null : recordings.find(failure);
        if (recording != null) {
            return recording.isOver() ? null : site;
        }
        if (site.throwsWhatWasKept()) {
            if (!isTraceless(failure)) {
                recordings.begin(failure, Recording.UNKNOWN_TRACE).breakOff();
            }
            return null;
        }
        if (site.throwsItsOwn() && !site.throwsWhatItMade()) {
            return null;
        }
        long now = isRefused ? recordings.refusedAt(failure) : clock.getAsLong();
        if (site.beginnings().hasRest(now)) {
            return site;
        }
        if (!isRefused) {
            recordings.refuse(failure, now);
        }
        return null;
    }

    private static boolean isTraceless(Throwable failure) {
        TracelessType type = TracelessType.of(failure.getClass());
        if (!type.isUnknown()) {
            return false;
        }
        boolean hasTrace = Traces.of(failure).length > 0;
        type.saw(hasTrace);
        return !hasTrace;
    }

    private void render(RecordingSite site, Recording recording, Rendering rendering, Throwable failure) {
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
            if (!site.waiting().hasRest(start) || !threads.run(rendering)) {
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
