package dev.recourse.crash.locals;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What the agent has made of the classes that were loaded so far.
 *
 * @param present whether the agent runs in this process
 * @param woven number of classes whose local variables are recorded
 * @param leftAlone number of classes that stayed as they are, in whole or in part, by the reason: {@code no debug data}
 */
public record WeavingStats(boolean present, int woven, Map<String, Integer> leftAlone) {

    private static volatile Supplier<WeavingStats> source = () -> new WeavingStats(false, 0, Map.of());

    /** Returns the figures of this moment. */
    public static WeavingStats current() {
        return source.get();
    }

    /** Says where the figures come from; for the agent. */
    public static void countedBy(Supplier<WeavingStats> counts) {
        source = counts;
    }
}
