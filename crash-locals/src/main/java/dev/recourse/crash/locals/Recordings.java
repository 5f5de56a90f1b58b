package dev.recourse.crash.locals;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The recordings of throwables that are alive, by identity; of those that are never let go, the latest. */
final class Recordings {

    private static final int MOST = 500;

    private static final long MOST_CHARACTERS = 2_000_000;

    /** By identity hash; where two throwables have the same, the later one takes the place. */
    private final Map<Integer, Recording> byHash = new ConcurrentHashMap<>();

    private final Deque<Recording> oldestFirst = new ArrayDeque<>();

    private final ReferenceQueue<Throwable> gone = new ReferenceQueue<>();

    private final AtomicLong characters = new AtomicLong();

    private final Refusals refusals;

    Recordings(Refusals refusals) {
        this.refusals = refusals;
    }

    @Nullable
    Recording find(Throwable failure) {
        Recording found = byHash.get(System.identityHashCode(failure));
        return found != null && found.refersTo(failure) ? found : null;
    }

    /** Returns a new recording; one of an earlier trace of the same throwable is forgotten. */
    synchronized Recording begin(Throwable failure, StackTraceElement[] trace) {
        Recording earlier = find(failure);
        if (earlier != null && earlier.isOf(trace)) {
            return earlier;
        }
        if (earlier != null) {
            remove(earlier);
        }
        removeGone();
        while (oldestFirst.size() >= MOST || (characters.get() >= MOST_CHARACTERS && !oldestFirst.isEmpty())) {
            forget(oldestFirst.getFirst());
        }
        Recording recording = new Recording(failure, trace, gone);
        if (refusals.contain(failure)) {
            recording.incomplete();
            refusals.remove(failure);
        }
        byHash.put(recording.hash(), recording);
        oldestFirst.addLast(recording);
        return recording;
    }

    void add(Recording recording, Map<String, String> locals) {
        characters.addAndGet(recording.add(locals));
    }

    /** Removes the recording of a throwable that may come again: it must not begin further out then. */
    private void forget(Recording oldest) {
        remove(oldest);
        if (!oldest.refersTo(null)) {
            refusals.remember(oldest.hash());
        }
    }

    private void removeGone() {
        for (Reference<?> next = gone.poll(); next != null; next = gone.poll()) {
            remove((Recording) next);
        }
    }

    private void remove(Recording recording) {
        if (oldestFirst.remove(recording)) {
            byHash.remove(recording.hash(), recording);
            characters.addAndGet(-recording.end());
        }
    }
}
