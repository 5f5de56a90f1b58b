package dev.recourse.crash.locals;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Records frames within a budget a second, on the thread that throws, to which nothing else may happen. */
final class Recorder {

    /** For which all threads together wait for values: 50 ms a second, saved for ten of them. */
    private static final long NANOS_A_SECOND = 50_000_000;

    private static final int SECONDS = 10;

    /** What one who waits takes at first, so that many who wait at once do not wait for more than there is. */
    private static final long NANOS_AT_FIRST = 25_000_000;

    /** Of exceptions that begin at one place, so that one that is thrown all the time leaves room for the others. */
    private static final int BEGINNINGS_A_SECOND = 10;

    private final LongSupplier clock;

    private final Allowance time;

    private final Recordings recordings = new Recordings();

    private final RenderingThreads threads;

    private final StackRoom stack = new StackRoom();

    private volatile @Nullable LocalsRenderer renderer;

    Recorder(LongSupplier clock, RenderingThreads threads) {
        this.clock = clock;
        this.time = new Allowance(NANOS_A_SECOND, SECONDS, clock.getAsLong());
        this.threads = threads;
    }

    Allowance beginnings() {
        return new Allowance(BEGINNINGS_A_SECOND, 1, clock.getAsLong());
    }

    void renderWith(@Nullable LocalsRenderer changed) {
        renderer = changed;
    }

    /**
     * Returns whether this frame of a throwable is to be recorded; never throws. One that was too many where it was thrown,
     * as by a method that many call in order to fail, may begin with a frame further out.
     */
    boolean wants(RecordingSite site, Throwable failure) {
        try {
            if (renderer == null || isOfTheMachine(failure) || RenderingThreads.isCurrent()) {
                return false;
            }
            Recording recording = recordings.find(failure);
            return recording == null ? mayBegin(site, failure) : recording.isOfCurrentThread();
        } catch (Throwable ex) {
            return false;
        }
    }

    /** Records a frame; never throws. */
    void record(RecordingSite site, Throwable failure, @Nullable Object[] values) {
        try {
            LocalsRenderer current = renderer;
            if (current == null) {
                return;
            }
            Recording recording = recordings.find(failure);
            if (recording == null) {
                site.beginnings().use(1, clock.getAsLong());
                recording = recordings.begin(failure);
            }
            if (recording.isOfCurrentThread()) {
                record(site, recording, new Rendering(site.variables(), values, current), failure);
            }
        } catch (Throwable ex) {
            // the exception on its way is worth more
        }
    }

    List<RecordedFrame> recorded(Throwable failure) {
        Recording recording = recordings.find(failure);
        return recording == null ? List.of() : recording.frames();
    }

    boolean isIncomplete(Throwable failure) {
        Recording recording = recordings.find(failure);
        return recording == null ? recordings.isRefused(failure) : recording.isIncomplete();
    }

    private boolean mayBegin(RecordingSite site, Throwable failure) {
        long now = clock.getAsLong();
        if (site.beginnings().hasRest(now) && time.hasRest(now)) {
            return true;
        }
        recordings.refuse(failure);
        return false;
    }

    private void record(RecordingSite site, Recording recording, Rendering rendering, Throwable failure) {
        Map<String, String> locals = Map.of();
        if (!site.variables().isEmpty()) {
            long start = clock.getAsLong();
            if (recording.hasRoom() && stack.isEnoughFor(failure) && time.take(NANOS_AT_FIRST, start)) {
                boolean rendered = threads.run(rendering);
                long end = clock.getAsLong();
                time.use(end - start - NANOS_AT_FIRST, end);
                locals = rendering.locals();
                if (!rendered) {
                    recording.incomplete();
                }
            } else {
                recording.incomplete();
            }
        }
        recordings.add(recording, site.frame(locals));
    }

    /** Without memory nothing is recorded; a stack that has overflown is as good as new after some frames. */
    private static boolean isOfTheMachine(Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }
}
