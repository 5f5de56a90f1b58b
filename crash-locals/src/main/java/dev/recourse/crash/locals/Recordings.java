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

    private static final int MOST_REFUSED = 4096;

    /** Identity hashes of throwables that were too many, each in the place that it gives; 0 for none. */
    private final int[] refused = new int[MOST_REFUSED];

    /** When each was: a clock takes longer to read than all that a further frame does. */
    private final long[] refusedAt = new long[MOST_REFUSED];

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
            remove(oldestFirst.getFirst());
        }
        Recording recording = new Recording(failure, trace, gone);
        if (isRefused(failure)) {
            recording.incomplete();
            refused[recording.hash() % MOST_REFUSED] = 0;
        }
        byHash.put(recording.hash(), recording);
        oldestFirst.addLast(recording);
        return recording;
    }

    void add(Recording recording, Map<String, String> locals) {
        characters.addAndGet(recording.add(locals));
    }

    /** Notes a throwable that was too many at a time, of a clock of nanoseconds. */
    void refuse(Throwable failure, long now) {
        int hash = System.identityHashCode(failure);
        refusedAt[hash % MOST_REFUSED] = now;
        refused[hash % MOST_REFUSED] = hash;
    }

    boolean isRefused(Throwable failure) {
        int hash = System.identityHashCode(failure);
        return refused[hash % MOST_REFUSED] == hash;
    }

    /** Returns when a throwable was too many; of several that are thrown at once it may be the time of another. */
    long refusedAt(Throwable failure) {
        return refusedAt[System.identityHashCode(failure) % MOST_REFUSED];
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
