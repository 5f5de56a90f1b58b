package dev.recourse.retry.execution;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Adds the failures of earlier attempts to the last one, as its suppressed exceptions. */
final class SuppressedFailures {

    /** How many suppressed exceptions of its own a failure may have before none is added. */
    private static final int OTHERS = 8;

    private SuppressedFailures() {}

    /** Adds each once, and bounded: several calls may throw the same instance, which must not grow for ever. */
    static void add(Throwable last, List<Throwable> earlier) {
        if (earlier.isEmpty()) {
            return;
        }
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(last);
        Collections.addAll(known, last.getSuppressed());
        int room = earlier.size() + 1 + OTHERS - known.size();
        earlier.stream().filter(known::add).limit(Math.max(0, room)).forEach(last::addSuppressed);
    }
}
