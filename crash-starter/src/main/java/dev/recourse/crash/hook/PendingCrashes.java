package dev.recourse.crash.hook;

import dev.recourse.crash.time.Deadline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The crashes of this process that somebody may have to wait for, or that may be seen again. */
final class PendingCrashes {

    private static final int MOST_RECENT = 100;

    private final Set<PendingCrash> unfinished = ConcurrentHashMap.newKeySet();

    private final Map<String, PendingCrash> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PendingCrash> eldest) {
            return size() > MOST_RECENT;
        }
    };

    void add(PendingCrash crash) {
        unfinished.add(crash);
        synchronized (recent) {
            recent.put(crash.id(), crash);
        }
    }

    /** Returns a recent crash by the id of its report. */
    @Nullable
    PendingCrash find(String id) {
        synchronized (recent) {
            return recent.get(id);
        }
    }

    /** Returns whether this holds for any of them, also for those that nobody waits for any more. */
    boolean anyRecent(Predicate<PendingCrash> condition) {
        synchronized (recent) {
            return recent.values().stream().anyMatch(condition);
        }
    }

    /** Notes that a thread prints nothing any more. */
    void printedBy(Thread thread) {
        unfinished.forEach(crash -> crash.printed(thread));
    }

    /** Forgets a crash for which nobody needs to wait. */
    void removeIfDone(PendingCrash crash) {
        if (crash.isDone()) {
            unfinished.remove(crash);
        }
    }

    /** Waits until this holds for all, those too that come meanwhile. */
    void await(Predicate<PendingCrash> condition, Deadline deadline) {
        while (!deadline.isOver() && !all(condition)) {
            EndingThreads.lookAgain();
        }
        unfinished.removeIf(PendingCrash::isDone);
    }

    /** By a loop, which takes hardly any memory. */
    private boolean all(Predicate<PendingCrash> condition) {
        for (PendingCrash crash : unfinished) {
            if (!condition.test(crash)) {
                return false;
            }
        }
        return true;
    }

    List<PendingCrash> unfinished() {
        return List.copyOf(unfinished);
    }
}
