package dev.recourse.crash.capture;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps report ids to their throwables, held weakly. */
public final class ReportedThrowables {

    private static final int MOST = 100;

    /** For so long the same throwable is the same crash, seen in another place; later, somebody has thrown it again. */
    private static final Duration SAME = Duration.ofSeconds(10);

    private final Map<String, Remembered> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > MOST;
        }
    };

    /** Remembers the throwable of a report; or returns the id of the report that was just made of this very throwable. */
    public synchronized @Nullable String putIfAbsent(String id, Throwable failure) {
        long now = System.nanoTime();
        for (Map.Entry<String, Remembered> entry : failures.entrySet()) {
            if (entry.getValue().failure().refersTo(failure)
                    && now - entry.getValue().time() < SAME.toNanos()) {
                return entry.getKey();
            }
        }
        failures.put(id, new Remembered(new WeakReference<>(failure), now));
        return null;
    }

    /** Returns the id of the latest report of this very throwable, or null if there is none. */
    public synchronized @Nullable String idOf(Throwable failure) {
        String id = null;
        for (Map.Entry<String, Remembered> entry : failures.entrySet()) {
            id = entry.getValue().failure().refersTo(failure) ? entry.getKey() : id;
        }
        return id;
    }

    /** Returns the throwable of a report, or null if it is gone or was another process's. */
    public synchronized @Nullable Throwable get(String id) {
        Remembered entry = failures.get(id);
        return entry == null ? null : entry.failure().get();
    }

    private record Remembered(WeakReference<Throwable> failure, long time) {}
}
