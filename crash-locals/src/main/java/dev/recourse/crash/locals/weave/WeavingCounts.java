package dev.recourse.crash.locals.weave;

import dev.recourse.crash.locals.WeavingStats;
import dev.recourse.crash.locals.weave.WovenClass.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what became of classes. */
final class WeavingCounts {

    private final Map<Outcome, Integer> counts = new ConcurrentHashMap<>();

    void add(Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }

    WeavingStats weaving() {
        Map<String, Integer> leftAlone = new LinkedHashMap<>();
        for (Outcome outcome : Outcome.values()) {
            if (outcome.isLeftAlone() && counts.containsKey(outcome)) {
                leftAlone.put(outcome.text, count(outcome));
            }
        }
        return new WeavingStats(true, count(Outcome.WOVEN) + count(Outcome.ALREADY_WOVEN), leftAlone);
    }

    private int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
