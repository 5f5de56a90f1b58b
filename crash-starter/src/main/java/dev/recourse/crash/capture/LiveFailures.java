package dev.recourse.crash.capture;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leads from a report of this process to the throwable that it was made of, as long as that is alive. */
public final class LiveFailures {

    private static final int MOST = 100;

    private final Map<String, WeakReference<Throwable>> failures = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WeakReference<Throwable>> eldest) {
            return size() > MOST;
        }
    };

    /** Remembers the throwable of a report. */
    public synchronized void put(String id, Throwable failure) {
        failures.put(id, new WeakReference<>(failure));
    }

    /** Returns the throwable of a report, or null if it is gone or was another process's. */
    public synchronized @Nullable Throwable get(String id) {
        WeakReference<Throwable> reference = failures.get(id);
        return reference == null ? null : reference.get();
    }
}
