package dev.recourse.crash.hook;

import dev.recourse.crash.capture.CrashFingerprint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the crashes that are the same as one that was reported a moment ago. */
final class CrashDeduplicator {

    private static final int MOST = 1000;

    private final long interval;

    private final Map<CrashFingerprint, Counted> counted = bounded();

    private final Map<String, Integer> pending = bounded();

    CrashDeduplicator(Duration interval) {
        this.interval = interval.toNanos();
    }

    /**
     * Returns the id of the last report of this kind, having counted the repeat, or null where a new report is due, which gets this id.
     *
     * @param now of a clock of nanoseconds
     */
    synchronized @Nullable String repeatOf(CrashFingerprint kind, String newId, long now) {
        Counted earlier = counted.get(kind);
        if (earlier == null || now - earlier.since() >= interval) {
            counted.put(kind, new Counted(newId, now, 0));
            return null;
        }
        Counted repeated = new Counted(earlier.id(), earlier.since(), earlier.repeats() + 1);
        counted.put(kind, repeated);
        pending.put(repeated.id(), repeated.repeats());
        return repeated.id();
    }

    synchronized boolean hasPending() {
        return !pending.isEmpty();
    }

    /** Returns the repeats of each report that are not all written into it yet. */
    synchronized Map<String, Integer> pending() {
        return new LinkedHashMap<>(pending);
    }

    /** Notes that so many repeats are written into a report. */
    synchronized void flushed(String id, int repeats) {
        pending.remove(id, repeats);
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** The last report of a kind. */
    private record Counted(String id, long since, int repeats) {}
}
